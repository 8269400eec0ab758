import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { v7 as uuidv7 } from 'uuid';
import { sealSecret } from '../../envelope/index.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isAtLeast, type Strength } from '../../message/acknowledgements.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { spend } from '../budgets.ts';
import type { Context } from '../context.ts';
import { limits } from '../limits.ts';
import { stands } from '../standing.ts';
import { buildAcknowledgement, type Statement } from './build-acknowledgement.ts';
import type { Signing } from './find-signing.ts';
import { unanswered } from './signing-terms.ts';

export interface Fixed {
  readonly id: string;
  /** SHA-256 of the canonical JSON (RFC 8785) of what is to be signed. */
  readonly digest: Buffer;
  readonly statement: Statement;
}

/** What is to be signed, not kept yet. */
export interface Draft extends Fixed {
  readonly sealed: string;
}

/** How long somebody may take from seeing what they sign to signing it. */
const draftMinutes = 15;

/** Each is a ceremony that somebody began. */
const perHour = 60;

/**
 * Fixes what the recipient is about to sign, for fifteen minutes and this session. Refuses: already_signed,
 * already_declined, not_asked (it is to be read first), stronger_needed, gone, budget_spent.
 */
export async function fixAcknowledgement(
  ctx: Context,
  signing: Signing,
  { method, language }: { method: Strength; language: Language },
): Promise<Fixed> {
  const { id, digest, statement, sealed } = await draftAcknowledgement(ctx, signing, method, language);
  const { delivery } = signing;
  await ctx.db.transaction(async (tx) => {
    await spend(tx, [{ scope: 'sign/delivery/hour', subject: delivery, limit: perHour, windowMinutes: 60 }]);
    await keepDraft(tx, signing, { id, digest, statement, sealed }, method, null);
  });
  return { id, digest, statement };
}

/** Builds and seals it, and keeps nothing. Refuses as `fixAcknowledgement`. */
export async function draftAcknowledgement(
  ctx: Context,
  signing: Signing,
  method: Strength,
  language: Language,
): Promise<Draft> {
  checkSignable(signing, method);
  const acknowledgement = await buildAcknowledgement(ctx, signing, method, language);
  const text = canonicalize(acknowledgement)!;
  const id = uuidv7();
  return {
    id,
    digest: createHash('sha256').update(text).digest(),
    statement: { text: acknowledgement.statement.text, language: acknowledgement.statement.language },
    sealed: await sealSecret(ctx.keys, 'draft', id, text),
  };
}

function checkSignable({ answer, opened, moment, atLeast }: Signing, method: Strength): void {
  if (answer) throw new Refusal(answer.kind === 'signed' ? 'already_signed' : 'already_declined');
  if (moment === 'after' && !opened) {
    throw new Refusal('not_asked', 'Read the message first. You can sign for it below it.');
  }
  if (!isAtLeast(method, atLeast)) throw new Refusal('stronger_needed');
}

/** In the caller's transaction; `code`: the code that was sent for it, by id. Refuses gone. */
export async function keepDraft(
  tx: Queryable,
  { delivery, session }: Signing,
  { id, digest, sealed }: Draft,
  method: Strength,
  code: string | null,
): Promise<void> {
  const { count } = await tx.query({
    name: 'keep-draft',
    text: `insert into acknowledgement_drafts (id, delivery_id, session_hash, method, code_id, digest, sealed, expires_at)
      select $1, d.id, s.id_hash, $4, $5::uuid, $6, $7, now() + make_interval(mins => ${draftMinutes})
        from deliveries d
          join session_deliveries sd on sd.delivery_id = d.id
          join recipient_sessions s on s.id_hash = sd.session_hash
        where d.id = $2 and s.public_id = $3 and ${stands} and ${unanswered}
          and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})`,
    values: [id, delivery, session, method, code, digest, sealed],
  });
  if (count === 0) throw new Refusal('gone');
}
