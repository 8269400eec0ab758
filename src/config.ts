import { resolve } from 'node:path';
import { bouncesOf } from './config/bounces.ts';
import { ConfigError } from './config/config-error.ts';
import { type EvidenceSettings, evidenceOf } from './config/evidence.ts';
import { isLoopbackHost, listenAddress, publicUrl, trustedProxies } from './config/hosts.ts';
import { type Dkim, dkimOf, mailFromOf } from './config/mail.ts';
import { type EidSettings, eidOf, type OidcSettings, staffOidcOf } from './config/oidc.ts';
import { type Environment, reader } from './config/reader.ts';
import { type Role, rolesOf } from './config/roles.ts';
import { smtpOf, type SmtpSettings } from './config/smtp.ts';
import { blobsOf, type DatabaseLocation, databaseOf, keysOf, type S3Location } from './config/storage.ts';
import { oneOf, positive, timeZoneOf } from './config/values.ts';

export { ConfigError, isLoopbackHost };
export type { EidSettings, EvidenceSettings, OidcSettings, Role, S3Location, SmtpSettings };

/** What the operator decided, read once from the environment. Secrets are in it: it is never logged. */
export interface Config {
  /** Public address without a trailing slash. */
  readonly url: URL;
  readonly isLoopback: boolean;
  readonly http: { readonly host: string; readonly port: number };
  /** As Express's `trust proxy` takes it; absent: nobody's forwarded headers count. */
  readonly trustProxy: string | number | undefined;
  /** The gateway; absent where it is off. */
  readonly smtp: SmtpSettings | undefined;
  /** Of a mail at the gateway and of a JSON body. */
  readonly maxMegabytes: number;
  /** Domain of our own return addresses, in ASCII and lower case; absent: bounces go to `mailFrom`. */
  readonly bounces: string | undefined;
  /** Absolute path. */
  readonly data: string;
  readonly database: DatabaseLocation;
  readonly blobs: 'disk' | S3Location;
  readonly keysFolder: string;
  /** Days that a backup stays readable, from 1 to 3650. */
  readonly restoreDays: number;
  readonly mail: 'outbox' | string;
  readonly mailFrom: string;
  readonly dkim: Dkim | undefined;
  readonly sms: 'outbox' | string;
  readonly evidence: EvidenceSettings;
  /** The provider by which staff sign in; absent: they do so by Segl's own means. */
  readonly oidcStaff: OidcSettings | undefined;
  /** The broker of the eID by which recipients open and sign; absent: they do neither by eID. */
  readonly oidcEid: EidSettings | undefined;
  readonly roles: ReadonlySet<Role>;
  readonly bootstrapToken: string | undefined;
  readonly token: string | undefined;
  readonly organisation: string;
  readonly complianceMail: string | undefined;
  readonly country: string;
  readonly timeZone: string;
}

/** Reads every `SEGL_*` name. Throws `ConfigError` for an unknown name or a bad value. */
export function readConfig(env: Environment = process.env): Config {
  const read = reader(env);
  const http = listenAddress('HTTP', read('HTTP') ?? '127.0.0.1:3000', 'host:port, as 127.0.0.1:3000');
  const url = publicUrl(read('URL') ?? `http://localhost:${http.port}`);
  const isLoopback = isLoopbackHost(url.hostname);
  const mail = read('MAIL');
  const sms = read('SMS');
  if (!isLoopback && (!mail || !sms)) {
    throw new ConfigError(
      `SEGL_${mail ? 'SMS' : 'MAIL'} is not set, and SEGL_URL is public: set where it goes, or "outbox" to keep it here.`,
    );
  }
  const data = resolve(read('DATA') ?? './data');
  const bootstrapToken = read('BOOTSTRAP_TOKEN');
  if (bootstrapToken && !isLoopback && bootstrapToken.length < 32) {
    throw new ConfigError('SEGL_BOOTSTRAP_TOKEN must have at least 32 characters where SEGL_URL is public.');
  }
  return Object.freeze({
    url,
    isLoopback,
    http,
    trustProxy: trustedProxies(read('TRUST_PROXY')),
    smtp: smtpOf(read),
    bounces: bouncesOf(read('BOUNCES')),
    maxMegabytes: positive('SMTP_MAX_MB', read('SMTP_MAX_MB') ?? '150'),
    data,
    database: databaseOf(read),
    blobs: blobsOf(read('BLOBS') ?? 'disk'),
    keysFolder: keysOf(read('KEYS') ?? 'disk', data),
    restoreDays: positive('RESTORE_DAYS', read('RESTORE_DAYS') ?? '7', 3650),
    mail: oneOf('MAIL', mail ?? 'outbox', /^(outbox|smtps?:\/\/.+)$/, '"outbox", smtp:// or smtps://'),
    mailFrom: mailFromOf(read('MAIL_FROM'), url),
    dkim: dkimOf(read),
    sms: oneOf('SMS', sms ?? 'outbox', /^(outbox|twilio:\/\/.+)$/, '"outbox" or twilio://'),
    evidence: evidenceOf(read),
    oidcStaff: staffOidcOf(read('OIDC_STAFF')),
    oidcEid: eidOf(read('OIDC_EID')),
    roles: rolesOf(read('ROLES') ?? 'web,smtp,worker'),
    bootstrapToken,
    token: read('TOKEN'),
    organisation: read('ORGANISATION') ?? 'Segl',
    complianceMail: read('COMPLIANCE_MAIL'),
    country: oneOf(
      'COUNTRY',
      read('COUNTRY') ?? 'DK',
      /^[A-Z]{2}$/,
      'a country of two capital letters, as DK',
    ),
    timeZone: timeZoneOf(read('TZ') ?? 'Europe/Copenhagen'),
  });
}

/** What the command line needs to talk to a server, which may be another machine's. */
export function readClientConfig(env: Environment = process.env): Pick<Config, 'url' | 'token'> {
  const read = reader(env);
  return { url: publicUrl(read('URL') ?? 'http://localhost:3000'), token: read('TOKEN') };
}
