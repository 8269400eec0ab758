import { type AcceptedMessage, acceptMessage } from '../../delivery/accept-message.ts';
import { keepReserved, type Reservation, releaseKey, reserveKey } from '../../delivery/idempotency.ts';
import { Staging } from '../../delivery/stage-message.ts';
import type { Answer, Call, RawRequest } from './operation.ts';
import { readMessage } from './read-message.ts';

/**
 * Takes a message, in JSON or streamed. The Idempotency-Key is held from before the body is read until the answer; a
 * request that is refused or breaks off lets go of it and leaves nothing behind.
 */
export async function postMessage(
  { ctx, system }: Call<unknown, unknown>,
  { req, jsonBytes, hold, pace, confirm }: RawRequest,
): Promise<Answer<AcceptedMessage>> {
  const key = req.get('Idempotency-Key');
  const reservation = key === undefined ? undefined : await reserveKey(ctx, system.id, key);
  const done = reservation && !reservation.answered ? keepReserved(ctx, reservation) : undefined;
  try {
    const staging = new Staging(ctx);
    const draft = await readMessage(req, staging, { jsonBytes, hold, pace })
      .then(async (read) => {
        await confirm();
        return read;
      })
      .catch(async (error: unknown) => {
        await staging.discard();
        throw error;
      });
    const sender = { kind: 'system', id: system.id, unit: system.unit, senders: system.senders } as const;
    const value = await acceptMessage(ctx, sender, draft, staging, { reservation });
    return { value, headers: headersOf(req.baseUrl, value, reservation) };
  } catch (error) {
    if (reservation) await releaseKey(ctx, reservation);
    throw error;
  } finally {
    done?.();
  }
}

const headersOf = (base: string, { id }: AcceptedMessage, reservation: Reservation | undefined) => ({
  Location: `${base}/messages/${id}`,
  ...(reservation?.answered ? { 'Idempotency-Replayed': 'true' } : {}),
});
