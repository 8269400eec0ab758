import type { Queryable } from '../../evidence/ports.ts';
import type { EidProblem } from '../../message/eid-problems.ts';
import { Refusal } from '../../message/refusals.ts';
import { acknowledge } from '../acknowledgements/acknowledge.ts';
import { findSigning } from '../acknowledgements/find-signing.ts';
import { admitRecipient, lockStanding } from '../admit-recipient.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../link-token.ts';
import { EidFailure, type RecipientEid } from './eid-provider.ts';
import { type Errand, readErrand, useErrand } from './errand.ts';
import { matchPerson } from './match-person.ts';
import { holdsNumber } from './number-claims.ts';

export interface ComingBack {
  /** What the browser kept of its errand. */
  readonly sealed: string | undefined;
  /** The query with which the provider sent it back. */
  readonly answer: URLSearchParams;
  /** The secret of the recipient's session, where the browser has one. */
  readonly session: string | undefined;
  readonly client: Client;
}

/** How an errand ended. */
export interface Return {
  /** The link that the person came by. */
  readonly token: string;
  readonly act: 'opening' | 'acknowledgement';
  /** Null: it succeeded, or the delivery has ended meanwhile, as its link says. */
  readonly problem: EidProblem | null;
  /** The secret of the session that was opened. */
  readonly session: string | null;
}

/**
 * Ends an errand that somebody came back from the eID provider with: opens their delivery, or signs for it. An errand ends once,
 * whatever the provider says. `undefined`: the browser has none, or another one, so nobody knows where it belongs.
 */
export async function comeBack(
  ctx: Context,
  eid: RecipientEid,
  coming: ComingBack,
): Promise<Return | undefined> {
  const errand = await readErrand(ctx, coming.sealed, coming.answer.get('state'));
  if (!errand) return undefined;
  const act = errand.session === null ? 'opening' : 'acknowledgement';
  const ended = { token: errand.token, act, problem: null, session: null } as const;
  try {
    if (!(await useErrand(ctx, errand))) throw new EidFailure('late', 'errand');
    if (act === 'opening') return { ...ended, session: await open(ctx, eid, errand, coming) };
    await sign(ctx, eid, errand, coming);
    return ended;
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) return ended;
    eid.log({ problem: failure.problem, because: failure.because, act }, 'an eID did not succeed');
    return { ...ended, problem: failure.problem };
  }
}

async function open(
  ctx: Context,
  eid: RecipientEid,
  errand: Errand,
  { answer, session, client }: ComingBack,
): Promise<string> {
  const { delivery } = errand;
  const vouched = await eid.provider.finish(errand, answer);
  await matchPerson(ctx, eid, { delivery, act: 'opening' }, vouched, client);
  return ctx.db.transaction(async (tx) => {
    const before = await lockStanding(tx, delivery);
    if (session !== undefined && (await isMembers(tx, delivery, session))) throw new EidFailure('member');
    const proven = { type: 'delivery.identity_verified', details: { method: 'eid' } } as const;
    return admitRecipient(tx, delivery, proven, before, session, client);
  });
}

/** Whether a member of a shared mailbox has the delivery open in this session. */
async function isMembers(tx: Queryable, delivery: string, session: string): Promise<boolean> {
  const { count } = await tx.query(
    `select from session_deliveries where session_hash = $1 and delivery_id = $2 and member_id is not null`,
    [hashToken(session), delivery],
  );
  return count > 0;
}

async function sign(
  ctx: Context,
  eid: RecipientEid,
  errand: Errand,
  { answer, session, client }: ComingBack,
): Promise<void> {
  const { token, delivery, nonce } = errand;
  const signing = session === undefined ? undefined : await findSigning(ctx, token, session);
  if (!signing || signing.session !== errand.session || signing.delivery !== delivery) {
    throw new EidFailure('late', 'session');
  }
  // It may have become a member's meanwhile.
  if (signing.member) throw new EidFailure('member');
  const vouched = await eid.provider.finish(errand, answer);
  const number = await matchPerson(ctx, eid, { delivery, act: 'acknowledgement' }, vouched, client);
  const { idToken, jwks, issuer, clientId } = vouched;
  // It is kept, and shown to whoever checks it: a number in it would go to all of them.
  if (holdsNumber(idToken, number)) throw new EidFailure('number_kept');
  const proof = { method: 'eid', idToken, jwks, issuer, clientId } as const;
  const digest = Buffer.from(nonce, 'base64url');
  // With it comes an ASN.1 library, which nobody needs before.
  const { holdsProof } = await import('../../evidence/verification/acknowledgements/holds-proof.ts');
  if (!(await holdsProof(proof, digest, Date.now()))) throw new EidFailure('failed', 'proof');
  await acknowledge(ctx, { digest, delivery, session: signing.session }, proof, client);
}

/** `undefined`: the delivery has ended, which its link says. */
function failureOf(error: unknown): EidFailure | undefined {
  if (error instanceof EidFailure) return error;
  if (!(error instanceof Refusal)) throw error;
  switch (error.code) {
    case 'gone':
      return undefined;
    case 'already_signed':
    case 'already_declined':
    case 'stronger_needed':
      return new EidFailure('answered', error.code);
    case 'changed_meanwhile':
      return new EidFailure('late', error.code);
    default:
      throw error;
  }
}
