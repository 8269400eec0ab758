import { createHash } from 'node:crypto';
import { openSecret } from '../../envelope/index.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Acknowledgement, Strength } from '../../message/acknowledgements.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { limits } from '../limits.ts';
import { digestOfWords } from './digest-of-words.ts';
import { lockUnanswered } from './lock-unanswered.ts';

/** What was fixed, by its digest or by the code that was sent for it; of this delivery, and in this session (its public id). */
export interface DraftKey {
  readonly digest?: Buffer;
  readonly code?: string;
  readonly delivery: string;
  readonly session: string;
  /** The words that were shown, where the form said so: what `digestOfWords` gives. */
  readonly words?: string | undefined;
}

export interface FoundDraft {
  readonly id: string;
  readonly method: Strength;
  /** The exact text to be signed, and what it says. */
  readonly text: string;
  readonly acknowledgement: Acknowledgement;
}

const sentence =
  'What you were about to sign is not waiting any more. Look at the words again, and sign then.';
const notWaiting = () => new Refusal('changed_meanwhile', sentence);

/** Refuses changed_meanwhile; where the delivery was answered or has ended, that. */
export async function findDraft(
  ctx: Context,
  { digest, code, delivery, session, words }: DraftKey,
): Promise<FoundDraft> {
  const { rows } = await ctx.db.query<{ id: string; method: Strength; digest: Buffer; sealed: string }>({
    name: 'find-draft',
    text: `select x.id, x.method, x.digest, x.sealed from acknowledgement_drafts x
        join recipient_sessions s on s.id_hash = x.session_hash
      where x.delivery_id = $1 and s.public_id = $2 and x.expires_at > now()
        and (x.digest = $3 or x.code_id = $4)`,
    values: [delivery, session, digest ?? null, code ?? null],
  });
  const row = rows[0];
  const text = row && (await openSecret(ctx.keys, 'draft', row.id, row.sealed));
  if (!row || !text) {
    await ctx.db.transaction((tx) => lockUnanswered(tx, delivery));
    throw notWaiting();
  }
  if (!createHash('sha256').update(text).digest().equals(row.digest)) throw notWaiting();
  const acknowledgement = JSON.parse(text) as Acknowledgement;
  if (words && words !== digestOfWords(acknowledgement.statement.text)) throw notWaiting();
  return { id: row.id, method: row.method, text, acknowledgement };
}

/**
 * Finds the draft once more, in the caller's transaction, which has locked the delivery and ends all of its drafts. Refuses
 * changed_meanwhile: somebody used it, its time is over, or its session has ended.
 */
export async function useDraft(
  tx: Queryable,
  { id }: FoundDraft,
  { delivery, session }: DraftKey,
): Promise<{ session: string; member: string | null }> {
  const { rows } = await tx.query<{ session: string; member: string | null }>({
    name: 'use-draft',
    text: `select s.public_id as session, sd.member_id as member from acknowledgement_drafts x
        join recipient_sessions s on s.id_hash = x.session_hash
        join session_deliveries sd on sd.session_hash = s.id_hash and sd.delivery_id = x.delivery_id
      where x.id = $1 and x.delivery_id = $2 and s.public_id = $3 and x.expires_at > now()
        and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})`,
    values: [id, delivery, session],
  });
  if (!rows[0]) throw notWaiting();
  return rows[0];
}
