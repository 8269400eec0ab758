import { createHash } from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Queryable } from '../../evidence/ports.ts';
import { recordEvent } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import { lockStanding } from '../admit-recipient.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { enqueueJob } from '../enqueue-job.ts';
import { checkRegistration, type NewCredential } from '../passkeys/check-registration.ts';
import { passkeyNameOf } from '../passkeys/passkey-name.ts';
import { challengeIn } from '../passkeys/relying-party.ts';
import { ownPasskey } from './own-passkeys.ts';
import { takeChallenge } from './passkey-challenges.ts';
import { provenHere } from './proven.ts';

/** Passkeys of one address and number. */
export const mostPasskeys = 10;

/** SHA-256 in lower-case hex, by which events name a passkey or its key. */
export const digestOfKey = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface GivenPasskey {
  /** What `navigator.credentials.create` gave (WebAuthn §5.5, RegistrationResponseJSON). */
  readonly answer: RegistrationResponseJSON;
  readonly name: string;
}

/**
 * Adds a passkey (WebAuthn §7.1) to the address and number of a delivery, in a session that has proved them. It opens what is
 * sent to both from then on, and the address is told. Refuses: gone, changed_meanwhile (the challenge), passkey_invalid, unauthenticated, not_permitted
 * (also: there are ten), already_exists, invalid (the name).
 */
export async function addPasskey(
  ctx: Context,
  token: string,
  session: string,
  { answer, name }: GivenPasskey,
  client: Client,
): Promise<void> {
  const called = passkeyNameOf(name);
  const { delivery } = await provenHere(ctx.db, token, session);
  const challenge = challengeIn(answer.response.clientDataJSON);
  const { userHandle } = await takeChallenge(ctx, challenge, { purpose: 'registration', delivery });
  if (!userHandle) throw new Refusal('passkey_invalid');
  const made = await checkRegistration(ctx.settings, challenge, answer);
  await ctx.db.transaction(async (tx) => {
    await lockStanding(tx, delivery);
    // The number may have been corrected, or the session ended, while the device asked its owner.
    await provenHere(tx, token, session);
    await demandRoom(tx, delivery);
    const recorded = await recordEvent(tx, delivery, {
      type: 'delivery.passkey_added',
      actor: recipient(delivery),
      details: { passkey: digestOfKey(made.id), key: digestOfKey(made.publicKey) },
      personal: { ...client },
    });
    await insert(tx, delivery, made, { userHandle, called, event: recorded!.id });
    await enqueueJob(tx, { kind: 'passkey_mail', payload: { delivery, event: recorded!.id } });
  });
  ctx.wake();
}

async function demandRoom(tx: Queryable, delivery: string): Promise<void> {
  const { count } = await tx.query(
    `select from deliveries d join recipient_passkeys k on ${ownPasskey} where d.id = $1`,
    [delivery],
  );
  if (count >= mostPasskeys) throw new Refusal('not_permitted', 'You have ten passkeys. Remove one first.');
}

async function insert(
  tx: Queryable,
  delivery: string,
  { id, publicKey, counter, transports, backedUp }: NewCredential,
  { userHandle, called, event }: { userHandle: Buffer; called: string; event: string },
): Promise<void> {
  const { count } = await tx.query(
    `insert into recipient_passkeys
        (id, email, phone, user_handle, public_key, counter, transports, name, backed_up, delivery_id, created_at)
      select $2, lower(d.email), d.phone, $3, $4, $5, $6, $7, $8, d.id, e.at
        from deliveries d join events e on e.id = $9 where d.id = $1
      on conflict (id) do nothing`,
    [delivery, id, userHandle, publicKey, counter, transports, called, backedUp, event],
  );
  if (count === 0) throw new Refusal('already_exists');
}
