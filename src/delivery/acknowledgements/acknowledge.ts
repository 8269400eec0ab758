import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { v7 as uuidv7 } from 'uuid';
import { acknowledgementType } from '../../evidence/bundle/jws-header.ts';
import { signJws } from '../../evidence/bundle/sign-jws.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { recordEvent } from '../../evidence/record-event.ts';
import {
  type Acknowledgement,
  type AcknowledgementProof,
  isAtLeast,
  type Strength,
} from '../../message/acknowledgements.ts';
import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { digestOf } from '../digest.ts';
import { enqueueJob } from '../enqueue-job.ts';
import { newFileKey, sealBesideFile } from '../sealed-file.ts';
import { type DraftKey, findDraft, type FoundDraft, useDraft } from './drafts.ts';
import { endSigning } from './end-signing.ts';
import { planExpiry } from './expire-answered.ts';
import { lockUnanswered } from './lock-unanswered.ts';
import { strengthAsked } from './signing-terms.ts';

/**
 * Signs what was fixed: the organisation's JWS over exactly that text, sealed together with what the method itself proves
 * (which the caller has verified against the draft's digest), and the event that commits to both, in one transaction. `also`
 * runs in it, under the delivery's lock. Refuses: already_signed, already_declined, gone, stronger_needed (the policy was
 * changed), changed_meanwhile (what was shown is not waiting any more), and what `also` refuses.
 */
export async function acknowledge(
  ctx: Context,
  key: DraftKey,
  proof: AcknowledgementProof,
  client: Client,
  also?: (tx: Queryable) => Promise<void>,
): Promise<void> {
  const draft = await findDraft(ctx, key);
  if (draft.method !== proof.method) throw new Refusal('changed_meanwhile');
  // Outside of the transaction: the key may lie behind a network. What loses a race is thrown away.
  const signed = await seal(ctx, draft, proof);
  await ctx.db.transaction(async (tx) => {
    await lockUnanswered(tx, key.delivery);
    const { session, member } = await useDraft(tx, draft, key);
    await demandStrength(tx, draft.acknowledgement, proof.method);
    await also?.(tx);
    await tx.query(
      `insert into acknowledgements (id, message_id, delivery_id, method, kid, jwe, sealed)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      [signed.id, signed.message, key.delivery, proof.method, signed.kid, signed.jwe, signed.sealed],
    );
    await endSigning(tx, [key.delivery]);
    await planExpiry(tx, key.delivery);
    await tx.query('update deliveries set awaits_signature = false where id = $1 and awaits_signature', [
      key.delivery,
    ]);
    await recordEvent(tx, key.delivery, {
      type: 'delivery.acknowledged',
      actor: recipient(key.delivery),
      details: {
        method: proof.method,
        moment: draft.acknowledgement.moment,
        digest: signed.digest,
        proof: signed.proof,
        session,
        ...(proof.method === 'code' ? { code: proof.code } : {}),
        ...(member ? { member } : {}),
      },
      personal: { ...client },
    });
    if (ctx.settings.isAnchored) {
      await enqueueJob(tx, { kind: 'timestamp_acknowledgement', payload: { acknowledgement: signed.id } });
    }
  });
  ctx.wake();
}

interface Sealed {
  readonly id: string;
  readonly message: string;
  readonly kid: string;
  readonly jwe: string;
  readonly sealed: Buffer;
  /** SHA-256 in lower-case hex: of the JWS's bytes, and of the canonical JSON of the proof. */
  readonly digest: string;
  readonly proof: string;
}

async function seal(
  ctx: Context,
  { text, acknowledgement }: FoundDraft,
  proof: AcknowledgementProof,
): Promise<Sealed> {
  const signer = await ctx.signer();
  const jws = Buffer.concat(await signJws([text], signer, { typ: acknowledgementType, at: new Date() }));
  const id = uuidv7();
  const { dataKey, kid, jwe } = await newFileKey(ctx, id);
  return {
    id,
    message: acknowledgement.message,
    kid,
    jwe,
    sealed: sealBesideFile(dataKey, id, Buffer.from(JSON.stringify({ jws: jws.toString(), proof }))),
    digest: digestOf(jws),
    proof: createHash('sha256').update(canonicalize(proof)!).digest('hex'),
  };
}

/** The policy may have been made stricter since it was shown. */
async function demandStrength(tx: Queryable, { message }: Acknowledgement, method: Strength): Promise<void> {
  const { rows } = await tx.query<{ atLeast: Strength }>(
    'select at_least as "atLeast" from message_terms where message_id = $1',
    [message],
  );
  if (!rows[0] || !isAtLeast(method, await strengthAsked(tx, rows[0].atLeast))) {
    throw new Refusal('stronger_needed');
  }
}
