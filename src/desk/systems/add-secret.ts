import type { Queryable } from '../../evidence/ports.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { recordChange } from '../record-change.ts';
import { insertSecret, type SecretDraft } from './secrets.ts';

/** Makes a secret of a system and records it. `replaces`: the id of the one that it comes in place of. */
export async function addSecret(
  tx: Queryable,
  actor: Actor,
  draft: SecretDraft,
  replaces?: string,
): Promise<{ id: string; secret: string }> {
  const made = await insertSecret(tx, draft);
  const { name, scopes, expiresAt } = draft;
  await recordChange(tx, {
    type: 'secret.created',
    actor,
    kind: 'system',
    subject: draft.system,
    details: { secret: made.id, ...(replaces ? { replaces } : {}) },
    before: null,
    after: { name, scopes, expiresAt },
  });
  return made;
}
