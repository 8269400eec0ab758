import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskBlobs } from '../backends/blobs/disk.ts';
import { diskKeys } from '../backends/keys/disk.ts';
import { diskLogKeys } from '../backends/keys/log-keys.ts';
import { givenSigner, keptSigner } from '../backends/keys/signing-key.ts';
import { smtpMailer } from '../backends/mailer/smtp.ts';
import { outboxMailer } from '../backends/outbox/mailer.ts';
import { outboxPhones } from '../backends/outbox/phones.ts';
import { type OutboxStore, outboxStore } from '../backends/outbox/store.ts';
import { openidEid } from '../backends/oidc/eid-provider.ts';
import { openidProvider } from '../backends/oidc/openid-provider.ts';
import type { ConnectionSettings } from '../backends/postgres/connection.ts';
import { callStatus, smsStatus, verifyTwilio } from '../backends/sms/twilio-callbacks.ts';
import { parseTwilioUrl, type TwilioAccount } from '../backends/sms/twilio-url.ts';
import { httpAuthority } from '../backends/tsa/http-authority.ts';
import { type Config, ConfigError } from '../config.ts';
import type { Context } from '../delivery/context.ts';
import type { EidProvider } from '../delivery/eid/eid-provider.ts';
import type { Blobs, Mailer, Phones } from '../delivery/ports.ts';
import type { IdentityProvider } from '../desk/account/identity-provider.ts';
import { ensureFirstUnit, setBootstrapToken } from '../desk/systems/systems.ts';
import type { PhoneProvider } from '../doors/web/options.ts';
import type { TimestampAuthority } from '../evidence/timestamps/ports.ts';
import { openSecret, sealSecret } from '../envelope/index.ts';
import { type OpenDatabase, openMigratedDatabase } from './open-database.ts';
import { callTexts } from './texts.ts';

/** Everything of an installation but its doors and its worker. */
export interface Installation {
  readonly ctx: Context;
  readonly databaseSettings: ConnectionSettings;
  readonly mailer: Mailer;
  readonly phones: Phones;
  /** Present where mail, SMS or calls are kept instead of carried. */
  readonly outbox: OutboxStore | undefined;
  readonly provider: PhoneProvider | undefined;
  /** Stamps the log; absent: nobody does. */
  readonly timestamps: { readonly authority: TimestampAuthority; readonly everySeconds: number } | undefined;
  /** Of the staff; absent: they sign in by Segl's own means alone. */
  readonly identityProvider: IdentityProvider | undefined;
  readonly eidProvider: EidProvider | undefined;
  /** Names of the parts that do not answer. */
  unready(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Joins an installation on a database that may still be starting, and closes it where the joining fails.
 */
export async function openInstallation(
  config: Config,
  wake: () => void,
  starting: Promise<OpenDatabase> = openMigratedDatabase(config, wake),
): Promise<Installation> {
  const database = await starting;
  try {
    const twilio = config.sms === 'outbox' ? undefined : named('SEGL_SMS', () => parseTwilioUrl(config.sms));
    const smtp =
      config.mail === 'outbox'
        ? undefined
        : named('SEGL_MAIL', () => smtpMailer({ url: config.mail, dkim: config.dkim }));
    const { db } = database;
    const keys = diskKeys(config.keysFolder);
    const blobs = await openBlobs(config);
    const { rows } = await db.query<{ id: string }>('select id from installation');
    const url = config.url.origin;
    const ctx: Context = {
      db,
      keys,
      blobs,
      logKeys: diskLogKeys(resolve(config.keysFolder, 'log')),
      signer: config.evidence.signing
        ? givenSigner(config.evidence.signing)
        : keptSigner(config.keysFolder, config.organisation),
      wake,
      settings: {
        installation: rows[0]!.id,
        url,
        organisation: config.organisation,
        country: config.country,
        timeZone: config.timeZone,
        mailFrom: config.mailFrom,
        bounces: config.bounces,
        complianceMail: config.complianceMail,
        restoreDays: config.restoreDays,
        eid: config.oidcEid?.name,
        isAnchored: config.evidence.tsa !== undefined,
      },
    };
    const store = outboxStore(
      db,
      (value) => sealSecret(keys, 'outbox', 'outbox', value),
      (jwe) => openSecret(keys, 'outbox', 'outbox', jwe),
    );
    await ensureFirstUnit(ctx, config.organisation);
    await setBootstrapToken(ctx, config.bootstrapToken);
    const mailer = smtp ?? outboxMailer(store);
    return {
      ctx,
      databaseSettings: database.settings,
      mailer,
      phones: twilio ? await openTwilio(twilio, url) : outboxPhones(store),
      outbox: smtp && twilio ? undefined : store,
      identityProvider: config.oidcStaff && openidProvider(config.oidcStaff),
      eidProvider: config.oidcEid && openidEid(config.oidcEid),
      timestamps: config.evidence.tsa && {
        authority: httpAuthority(config.evidence.tsa),
        everySeconds: config.evidence.stampSeconds,
      },
      provider: twilio && providerOf(twilio.token, config.organisation),
      unready: readiness({ database: db, blobs, keys }),
      async close() {
        await mailer.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

// The clients of S3 and Twilio are large: they are loaded only where they are used.

async function openBlobs({ blobs, data }: Config): Promise<Blobs> {
  if (blobs === 'disk') return diskBlobs(resolve(data, 'blobs'));
  const { s3Blobs } = await import('../backends/blobs/s3.ts');
  return s3Blobs(blobs);
}

async function openTwilio(account: TwilioAccount, publicUrl: string): Promise<Phones> {
  const { twilioPhones } = await import('../backends/sms/twilio.ts');
  return twilioPhones({ ...account, publicUrl });
}

/** A part that has not answered after so many milliseconds counts as one that does not answer. */
const patience = 3_000;

/** Asks parts whether they would work. A question that still waits for its answer is not asked again. */
function readiness(parts: Readonly<Record<string, { check(): Promise<void> }>>): () => Promise<string[]> {
  const asking = new Map<string, Promise<boolean>>();
  const ask = (name: string): Promise<boolean> => {
    const waiting = asking.get(name);
    if (waiting) return waiting;
    const answer = parts[name]!.check().then(
      () => true,
      () => false,
    );
    asking.set(name, answer);
    void answer.finally(() => asking.delete(name));
    return answer;
  };
  return async () => {
    const given = new AbortController();
    const late = sleep(patience, false, { signal: given.signal, ref: false }).catch(() => false);
    const names = Object.keys(parts);
    const answers = await Promise.all(names.map((name) => Promise.race([ask(name), late])));
    given.abort();
    return names.filter((_name, index) => !answers[index]);
  };
}

function providerOf(token: string, organisation: string): PhoneProvider {
  return {
    verify: (signature, url, params) => verifyTwilio(token, signature, url, params),
    status: (attempt, params) =>
      'CallStatus' in params ? callStatus(attempt, params) : smsStatus(attempt, params),
    ...callTexts(organisation),
  };
}

function named<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${name}: ${(error as Error).message}`);
  }
}
