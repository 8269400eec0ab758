import { openSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import type { Language } from '../message/languages.ts';
import { ownCodes } from '../message/phone-failures.ts';
import { segl } from './actors.ts';
import { type Purpose, purposeDetail } from './code-purposes.ts';
import type { Context } from './context.ts';
import type { DeadHandler, Handler } from './job-types.ts';
import type { PhoneOutcome, Phones } from './ports.ts';
import { recordCodeFailure } from './record-code-failure.ts';
import type { Texts } from './texts.ts';

interface Attempt {
  delivery: string;
  via: 'sms' | 'call';
  purpose: Purpose;
  phone: string;
  language: Language;
  member: string | null;
}

/**
 * Brings a code to a phone. The attempt is committed before the provider is called, and an attempt whose outcome stayed
 * unknown, because this process died or the connection broke, is never made again: the recipient asks for a new code.
 */
export const deliverCode =
  (ctx: Context, phones: Phones, texts: Texts): Handler =>
  async (job, finish) => {
    const id = job.payload.code as string;
    const attempt = await begin(ctx, id);
    if (!attempt) {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        await settle(ctx, tx, id);
      });
      return;
    }
    const code = job.sealed && (await openSecret(ctx.keys, 'job', id, job.sealed));
    const outcome: PhoneOutcome = code
      ? await carry(ctx, phones, texts, id, attempt, code)
      : { outcome: 'failed', providerCode: ownCodes.keyGone };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      await tx.query(`update codes set outcome = coalesce(outcome, $2), provider_id = $3 where id = $1`, [
        id,
        outcome.outcome,
        outcome.outcome === 'handed_over' ? outcome.providerId : null,
      ]);
      const { delivery, via, purpose, phone, member } = attempt;
      if (outcome.outcome === 'handed_over') {
        await recordEvent(tx, delivery, {
          type: 'delivery.code_sent',
          actor: segl(ctx),
          details: {
            code: id,
            via,
            outcome: 'handed_over',
            ...purposeDetail(purpose),
            ...(member ? { member } : {}),
          },
          personal: { phone },
        });
      } else {
        await recordCodeFailure(ctx, tx, {
          delivery,
          code: id,
          via,
          purpose,
          phone,
          outcome: outcome.outcome,
          ...('providerCode' in outcome ? { provider: outcome.providerCode } : {}),
        });
      }
    });
  };

/** For a job that is given up: the provider could not be reached while the code lived. */
export const codeDied =
  (ctx: Context): DeadHandler =>
  (job, tx) =>
    settle(ctx, tx, job.payload.code as string, true);

/**
 * Ends an attempt that reported nothing: one that began, and whose process died in the middle, may have arrived; one that
 * never began, for a code that is too old (or given up: `isDead`), did not.
 */
async function settle(ctx: Context, tx: Queryable, id: string, isDead = false): Promise<void> {
  const { rows } = await tx.query<{
    delivery: string;
    via: 'sms' | 'call';
    purpose: Purpose;
    phone: string | null;
    outcome: 'unknown' | 'failed';
  }>(
    `update codes c set outcome = case when c.attempted_at is null then 'failed' else 'unknown' end
      from deliveries d
      where c.id = $1 and d.id = c.delivery_id and c.outcome is null
        and (c.attempted_at is not null or c.used_at is null and (c.expires_at <= now() or $2))
      returning d.id as delivery, c.via, c.purpose, c.outcome, case when c.member_id is null then d.phone
        else (select p.phone from mailbox_members p where p.id = c.member_id) end as phone`,
    [id, isDead],
  );
  const row = rows[0];
  if (!row) return;
  const provider = row.outcome === 'failed' ? ownCodes.neverSent : undefined;
  await recordCodeFailure(ctx, tx, { ...row, code: id, provider });
}

async function begin(ctx: Context, id: string): Promise<Attempt | undefined> {
  const { rows } = await ctx.db.query<Attempt>(
    `update codes c set attempted_at = clock_timestamp()
      from deliveries d left join mailbox_members p
        on p.id = (select named.member_id from codes named where named.id = $1) and p.ended_at is null
      where c.id = $1 and c.attempted_at is null and c.expires_at > now() and c.used_at is null
        and d.id = c.delivery_id and case when c.member_id is null then d.phone else p.phone end is not null
      returning d.id as delivery, c.via, c.purpose, coalesce(p.phone, d.phone) as phone,
        coalesce(p.language, d.language) as language, c.member_id as member`,
    [id],
  );
  return rows[0];
}

async function carry(
  ctx: Context,
  phones: Phones,
  texts: Texts,
  attempt: string,
  { delivery, via, purpose, phone, language }: Attempt,
  code: string,
): Promise<PhoneOutcome> {
  try {
    return via === 'sms'
      ? await phones.sms({ attempt, phone, delivery, language, text: texts.sms(language, code, purpose) })
      : await phones.call({ attempt, phone, delivery, language, text: texts.spoken(language, code) });
  } catch (error) {
    // Nothing was sent, so the attempt is taken back and the job tries again while the code lives.
    await ctx.db.query('update codes set attempted_at = null where id = $1', [attempt]);
    throw error;
  }
}
