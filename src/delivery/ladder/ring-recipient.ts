import type { Queryable } from '../../evidence/ports.ts';
import type { Language } from '../../message/languages.ts';
import { ownCodes } from '../../message/phone-failures.ts';
import { workCalendar } from '../../message/working-time.ts';
import type { Context } from '../context.ts';
import type { DeadHandler, Handler } from '../job-types.ts';
import type { PhoneOutcome, Phones } from '../ports.ts';
import type { Texts } from '../texts.ts';
import { isPhoneTime, nextOfficeTime } from './phone-hours.ts';
import { recordRing } from './record-ring.ts';

interface Attempt {
  delivery: string;
  via: 'sms' | 'call';
  phone: string;
  language: Language;
  reference: string;
}

/** Hours after which nobody is rung any more: the next step is near. */
const longestHours = 24;
/** Seconds for which an SMS may wait for a phone that is off. */
const validSeconds = 2 * 60 * 60;

/**
 * Says by phone that a message waits, without a code and without a link. The attempt is committed before the provider is
 * called, and one whose outcome stayed unknown, because this process died or the connection broke, is never made again: the
 * next step follows. `now` is the moment for which the hours of phones are asked.
 */
export const ringRecipient =
  (ctx: Context, phones: Phones, texts: Texts, now = () => new Date()): Handler =>
  async (job, finish) => {
    const id = job.payload.attempt as string;
    const calendar = workCalendar(ctx.settings.country, ctx.settings.timeZone);
    if (!isPhoneTime(now(), calendar)) {
      const wait = nextOfficeTime(now(), calendar).getTime() - now().getTime();
      return { retryInSeconds: Math.ceil(wait / 1000), because: 'no time at which to ring anybody' };
    }
    const attempt = await begin(ctx, id);
    if (!attempt) {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        await settle(ctx, tx, id);
      });
      return;
    }
    const { delivery, via, phone } = attempt;
    const outcome = await carry(ctx, phones, texts, id, attempt);
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      await tx.query(
        'update ladder_attempts set outcome = coalesce(outcome, $2), provider_id = $3 where id = $1',
        [id, outcome.outcome, outcome.outcome === 'handed_over' ? outcome.providerId : null],
      );
      await recordRing(ctx, tx, {
        delivery,
        attempt: id,
        via,
        phone,
        outcome: outcome.outcome,
        provider: 'providerCode' in outcome ? outcome.providerCode : undefined,
      });
    });
  };

/** For a job that is given up: the provider could not be reached in all its tries. */
export const ringDied =
  (ctx: Context): DeadHandler =>
  (job, tx) =>
    settle(ctx, tx, job.payload.attempt as string, true);

/** Whoever has opened the message meanwhile, or is not to read it any more, is left in peace. */
async function begin(ctx: Context, id: string): Promise<Attempt | undefined> {
  const { rows } = await ctx.db.query<Attempt>(
    `update ladder_attempts a set attempted_at = clock_timestamp() from deliveries d
      where a.id = $1 and a.attempted_at is null and a.created_at > now() - interval '${longestHours} hours'
        and d.id = a.delivery_id and d.phone is not null and d.expires_at > now()
        and d.status in ('sent', 'notified') and d.opened_seq is null
      returning d.id as delivery, a.via, d.phone, d.language, d.reference`,
    [id],
  );
  return rows[0];
}

async function carry(
  ctx: Context,
  phones: Phones,
  texts: Texts,
  attempt: string,
  { delivery, via, phone, language, reference }: Attempt,
): Promise<PhoneOutcome> {
  const message = { attempt, phone, delivery, language };
  try {
    return via === 'sms'
      ? await phones.sms({ ...message, text: texts.waitingSms(language, reference), validSeconds })
      : await phones.call({ ...message, text: texts.waitingCall(language, reference) });
  } catch (error) {
    // Nothing was sent, so the attempt is taken back and the job tries again.
    await ctx.db.query('update ladder_attempts set attempted_at = null where id = $1', [attempt]);
    throw error;
  }
}

/**
 * Ends an attempt that reported nothing: one that began, and whose process died in the middle, may have arrived. One that
 * never began is told only where it was given up; where the recipient was quicker, there is nothing to tell.
 */
async function settle(ctx: Context, tx: Queryable, id: string, isDead = false): Promise<void> {
  const { rows } = await tx.query<{
    delivery: string;
    via: 'sms' | 'call';
    phone: string | null;
    outcome: 'unknown' | 'failed';
  }>(
    `update ladder_attempts a set outcome = case when a.attempted_at is null then 'failed' else 'unknown' end
      from deliveries d where a.id = $1 and d.id = a.delivery_id and a.outcome is null and (a.attempted_at is not null or $2)
      returning d.id as delivery, a.via, d.phone, a.outcome`,
    [id, isDead],
  );
  if (!rows[0]) return;
  const provider = rows[0].outcome === 'failed' ? ownCodes.neverSent : undefined;
  await recordRing(ctx, tx, { ...rows[0], attempt: id, provider });
}
