import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../../../delivery/context.ts';
import { digestOf } from '../../../delivery/digest.ts';
import { keepReserved, type Reservation, releaseKey, reserveKey } from '../../../delivery/idempotency.ts';
import type { Staging } from '../../../delivery/stage-message.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { ComposeForm } from './compose-form.ts';

/** Milliseconds for which a form that was sent twice waits for the answer to the first. */
const patience = 30_000;

const keys = /^[\w-]{22}$/;

/** What a form is named by: the key that it came with, else a new one. */
export const keyOf = (form: Pick<ComposeForm, 'key'>): string =>
  keys.test(form.key) ? form.key : randomBytes(16).toString('base64url');

/**
 * Names a form with what stands in it, so that a second click leads to the same message, and one that was changed after
 * going back is a new one. Undefined: the form has no key.
 */
export function nameOf(
  { key, files: _, more: __, ...said }: Omit<ComposeForm, 'asks'> & Partial<Pick<ComposeForm, 'asks'>>,
  staging: Staging,
): string | undefined {
  if (!keys.test(key)) return undefined;
  const files = staging.attachments.map(({ filename, size, sha256 }) => [filename, size, sha256]);
  return `desk:${digestOf(Buffer.from(JSON.stringify([key, said, files])))}`;
}

/**
 * Sends what nobody has sent under this name, within 24 hours; else lets go of what was staged and gives the message that
 * was. Refuses request_in_flight, and what `send` refuses.
 */
export async function sendOnce<Sent extends { readonly id: string }>(
  ctx: Context,
  person: string,
  name: string | undefined,
  staging: Staging,
  send: (reservation?: Reservation) => Promise<Sent>,
): Promise<Sent> {
  if (name === undefined) return send();
  const reservation = await reserve(ctx, person, name).catch(async (error: unknown) => {
    await staging.discard();
    throw error;
  });
  if (reservation.answered) {
    await staging.discard();
    return reservation.answered.response as Sent;
  }
  const done = keepReserved(ctx, reservation);
  try {
    return await send(reservation);
  } catch (error) {
    await releaseKey(ctx, reservation);
    throw error;
  } finally {
    done();
  }
}

async function reserve(ctx: Context, person: string, name: string): Promise<Reservation> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await reserveKey(ctx, person, name);
    } catch (error) {
      const isInFlight = error instanceof Refusal && error.code === 'request_in_flight';
      if (!isInFlight || performance.now() > end) throw error;
    }
    await wait(100);
  }
}
