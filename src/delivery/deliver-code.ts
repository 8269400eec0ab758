import { openSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import type { Language } from '../message/languages.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';
import type { PhoneOutcome, Phones } from './ports.ts';
import type { Texts } from './texts.ts';

interface Attempt {
  delivery: string;
  via: 'sms' | 'call';
  phone: string;
  language: Language;
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
        await markUnknown(ctx, tx, id);
      });
      return;
    }
    const code = job.sealed && (await openSecret(ctx.keys, 'job', id, job.sealed));
    const outcome: PhoneOutcome = code
      ? await carry(ctx, phones, texts, id, attempt, code)
      : { outcome: 'failed', providerCode: 'key_gone' };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      await tx.query(`update codes set outcome = coalesce(outcome, $2), provider_id = $3 where id = $1`, [
        id,
        outcome.outcome,
        outcome.outcome === 'handed_over' ? outcome.providerId : null,
      ]);
      await recordEvent(tx, attempt.delivery, {
        type: outcome.outcome === 'handed_over' ? 'delivery.code_sent' : 'delivery.code_failed',
        actor: segl(ctx),
        details: { code: id, via: attempt.via, outcome: outcome.outcome },
        personal: {
          phone: attempt.phone,
          ...('providerCode' in outcome ? { provider: outcome.providerCode } : {}),
        },
      });
    });
  };

/** An attempt that began and never reported: its process died in the middle. */
async function markUnknown(ctx: Context, tx: Queryable, id: string): Promise<void> {
  const { rows } = await tx.query<{ delivery: string; via: string }>(
    `update codes set outcome = 'unknown'
      where id = $1 and attempted_at is not null and outcome is null returning delivery_id as delivery, via`,
    [id],
  );
  const row = rows[0];
  if (!row) return;
  await recordEvent(tx, row.delivery, {
    type: 'delivery.code_failed',
    actor: segl(ctx),
    details: { code: id, via: row.via, outcome: 'unknown' },
  });
}

async function begin(ctx: Context, id: string): Promise<Attempt | undefined> {
  const { rows } = await ctx.db.query<Attempt>(
    `update codes c set attempted_at = clock_timestamp() from deliveries d
      where c.id = $1 and c.attempted_at is null and c.expires_at > now() and c.used_at is null
        and d.id = c.delivery_id and d.phone is not null
      returning d.id as delivery, c.via, d.phone, d.language`,
    [id],
  );
  return rows[0];
}

async function carry(
  ctx: Context,
  phones: Phones,
  texts: Texts,
  attempt: string,
  { via, phone, language }: Attempt,
  code: string,
): Promise<PhoneOutcome> {
  try {
    return via === 'sms'
      ? await phones.sms({ attempt, phone, language, text: texts.sms(language, code) })
      : await phones.call({ attempt, phone, language, text: texts.spoken(language, code) });
  } catch (error) {
    // Nothing was sent, so the attempt is taken back and the job tries again while the code lives.
    await ctx.db.query('update codes set attempted_at = null where id = $1', [attempt]);
    throw error;
  }
}
