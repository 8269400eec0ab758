import { isUnattended } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import { enqueueJob } from '../../delivery/enqueue-job.ts';
import type { DeadHandler, Handler, JobPayload } from '../../delivery/job-types.ts';
import type { Mailer } from '../../delivery/ports.ts';
import type { Texts } from '../../delivery/texts.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { languageOfCountry } from '../../message/languages.ts';
import { replacedBySql } from './list-secrets.ts';
import { liveSecretSql } from './secrets.ts';

interface Ending {
  readonly system: string;
  readonly systemName: string;
  readonly name: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string;
  readonly replaced: boolean;
  /** Address of an owner who is active; null: there is none. */
  readonly owner: string | null;
}

/** Mails the owner of a system, or compliance where nobody reads that, that a secret in use is about to end. */
export const mailExpiry =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const ending = await endingOf(ctx, job.payload);
    const { mailFrom, organisation, country, timeZone, url, complianceMail } = ctx.settings;
    const owner = job.payload.to === 'owner' ? ending?.owner : null;
    const address = owner && !isUnattended(owner) ? owner : complianceMail;
    let isRefused = false;
    if (ending && address) {
      const mail = texts.secretEnds(languageOfCountry(country), {
        system: ending.systemName,
        secret: ending.name,
        expiresAt: ending.expiresAt,
        lastUsedAt: ending.lastUsedAt,
        replaced: ending.replaced,
        link: `${url}/desk/systems/${ending.system}`,
        timeZone,
      });
      const raw = await texts.compose({
        from: { name: organisation, address: mailFrom },
        to: { name: null, address },
        mail,
        messageId: `${job.id}.secret-ends`,
      });
      const sent = await mailer.send({
        from: mailFrom,
        to: address,
        raw,
        subject: mail.subject,
        text: mail.text,
      });
      if (sent.outcome === 'deferred') return { because: 'deferred by the next server' };
      isRefused = sent.outcome === 'refused' && address === owner;
    }
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      if (isRefused) await tellCompliance(tx, job.payload);
    });
    return undefined;
  };

/** A mail that could not be handed over in all its tries goes to compliance. */
export const expiryMailDied = (): DeadHandler => async (job, tx) => {
  if (job.payload.to === 'owner') await tellCompliance(tx, job.payload);
};

const tellCompliance = (tx: Queryable, { secret = null }: JobPayload) =>
  enqueueJob(tx, { kind: 'secret_notice', payload: { secret, to: 'compliance' } });

/** `undefined`: it has ended by now, or lives on. */
async function endingOf({ db }: Context, { secret }: JobPayload): Promise<Ending | undefined> {
  const { rows } = await db.query<Ending>(
    `select s.id as system, s.name as "systemName", k.name, k.expires_at as "expiresAt",
        k.last_used_at as "lastUsedAt", ${replacedBySql} is not null as replaced, p.email as owner
      from system_secrets k join systems s on s.id = k.system_id
        left join people p on p.id = s.owner_id and p.deactivated_at is null
      where k.id = $1 and s.revoked_at is null and ${liveSecretSql}
        and k.expires_at < now() + interval '15 days' and k.last_used_at is not null`,
    [secret],
  );
  return rows[0];
}
