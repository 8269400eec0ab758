import { randomUUID } from 'node:crypto';
import { openSecret, sealSecret } from '../../envelope/index.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isLandline } from '../../guard/phone-number.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { workCalendar } from '../../message/working-time.ts';
import { spend } from '../budgets.ts';
import type { Context } from '../context.ts';
import { enqueueJob } from '../enqueue-job.ts';
import type { Handler } from '../job-types.ts';
import { keyedNumber } from '../keyed-number.ts';
import { isPhoneTime, nextPhoneTime } from '../ladder/phone-hours.ts';
import type { Phones } from '../ports.ts';
import { lives } from '../standing.ts';
import type { Texts } from '../texts.ts';

/** Seconds for which the SMS may wait for a phone that is off: whose it is may have been robbed of it. */
const validSeconds = 24 * 60 * 60;
/** Tries of a provider that cannot be reached. */
const mostTries = 6;

/**
 * Plans to tell the number that a delivery had that it has another one now, in the transaction that changes it. False: it is not
 * told, because it takes no SMS, or was told often enough today.
 */
export async function planToTellOldPhone(
  ctx: Context,
  tx: Queryable,
  delivery: string,
  phone: string,
): Promise<boolean> {
  if (isLandline(phone)) return false;
  const subject = await keyedNumber(ctx, phone);
  try {
    await spend(tx, [{ scope: 'phone-changed/phone/day', subject, limit: 5, windowMinutes: 24 * 60 }]);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'budget_spent') return false;
    throw error;
  }
  const sealed = await sealSecret(ctx.keys, 'job', delivery, phone);
  await enqueueJob(tx, { kind: 'phone_changed', payload: { delivery, tries: 1 }, sealed });
  return true;
}

/**
 * Tells the old number, at the hours of phones. The job ends before the provider is called: an SMS that may have left is not
 * sent again; one that certainly has not is planned anew. Where the delivery has ended meanwhile, nobody is told. `now` is the
 * moment for which the hours are asked.
 */
export const tellOldPhone =
  (ctx: Context, phones: Phones, texts: Texts, now = () => new Date()): Handler =>
  async (job, finish) => {
    const calendar = workCalendar(ctx.settings.country, ctx.settings.timeZone);
    if (!isPhoneTime(now(), calendar)) {
      const wait = nextPhoneTime(now(), calendar).getTime() - now().getTime();
      return { retryInSeconds: Math.ceil(wait / 1000), because: 'no time at which to ring anybody' };
    }
    const delivery = job.payload.delivery as string;
    const tries = Number(job.payload.tries);
    const phone = job.sealed && (await openSecret(ctx.keys, 'job', delivery, job.sealed));
    const found = await ctx.db.transaction(async (tx) => {
      await finish(tx);
      const { rows } = await tx.query<{ language: Language; reference: string }>(
        `select d.language, d.reference from deliveries d where d.id = $1 and ${lives} and d.expires_at > now()`,
        [delivery],
      );
      return rows[0];
    });
    if (!found || !phone) return;
    const text = texts.phoneChangedSms(found.language, found.reference);
    const message = { attempt: randomUUID(), phone, delivery, language: found.language, text, validSeconds };
    try {
      await phones.sms(message);
    } catch (error) {
      if (tries >= mostTries) throw error;
      await enqueueJob(ctx.db, {
        kind: 'phone_changed',
        payload: { delivery, tries: tries + 1 },
        sealed: await sealSecret(ctx.keys, 'job', delivery, phone),
        delaySeconds: 60 * 2 ** tries,
      });
    }
  };
