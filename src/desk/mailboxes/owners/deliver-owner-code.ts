import type { Context } from '../../../delivery/context.ts';
import type { DeadHandler, Handler } from '../../../delivery/job-types.ts';
import type { Phones } from '../../../delivery/ports.ts';
import { openSecret } from '../../../delivery/secrets.ts';
import type { Texts } from '../../../delivery/texts.ts';
import type { Queryable } from '../../../evidence/ports.ts';
import { type Language, languageOfCountry } from '../../../message/languages.ts';

interface Attempt {
  readonly via: 'sms' | 'call';
  readonly phone: string;
  readonly language: Language | null;
}

/**
 * Brings a code to an owner's phone. As with every code, the attempt is committed before the provider is called, and one whose
 * outcome stayed unknown is never made again: the owner asks for another.
 */
export const deliverOwnerCode =
  (ctx: Context, phones: Phones, texts: Texts): Handler =>
  async (job, finish) => {
    const id = job.payload.code as string;
    const attempt = await begin(ctx.db, id);
    const code = attempt && job.sealed && (await openSecret(ctx.keys, 'job', id, job.sealed));
    const outcome = attempt && code ? await carry(ctx, phones, texts, id, attempt, code) : 'failed';
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      await settle(tx, id, outcome);
    });
  };

/** For a job that is given up: the provider could not be reached while the code lived. */
export const ownerCodeDied = (): DeadHandler => (job, tx) => settle(tx, job.payload.code as string, 'failed');

/** What the provider itself has reported meanwhile stands. */
async function settle(tx: Queryable, id: string, outcome: string): Promise<void> {
  await tx.query('update mailbox_codes set outcome = coalesce(outcome, $2) where id = $1', [id, outcome]);
}

async function begin(db: Queryable, id: string): Promise<Attempt | undefined> {
  const { rows } = await db.query<Attempt>(
    `update mailbox_codes c set attempted_at = clock_timestamp() from mailbox_members p
      where c.id = $1 and p.id = c.member_id and p.is_owner and p.ended_at is null
        and c.attempted_at is null and c.expires_at > now() and c.used_at is null
      returning c.via, p.phone, p.language`,
    [id],
  );
  return rows[0];
}

async function carry(
  ctx: Context,
  phones: Phones,
  texts: Texts,
  attempt: string,
  { via, phone, language: own }: Attempt,
  code: string,
): Promise<string> {
  const language = own ?? languageOfCountry(ctx.settings.country);
  try {
    const { outcome } =
      via === 'sms'
        ? await phones.sms({ attempt, phone, language, text: texts.sms(language, code, 'mailbox') })
        : await phones.call({ attempt, phone, language, text: texts.spoken(language, code) });
    return outcome;
  } catch (error) {
    // Nothing was sent, so the attempt is taken back and the job tries again while the code lives.
    await ctx.db.query('update mailbox_codes set attempted_at = null where id = $1', [attempt]);
    throw error;
  }
}
