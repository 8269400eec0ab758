import type { Context } from '../../delivery/context.ts';
import { handOut, type Proofs } from '../../delivery/hand-out.ts';
import {
  actorOf,
  ownSql,
  reachOf,
  reachSql,
  refusalFor,
  type Viewer,
} from '../../delivery/message-access.ts';
import { recordSystemLook } from '../../delivery/record-system-look.ts';
import { toTheHouse } from '../../evidence/bundle/disclosure.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';

/**
 * Hands out what proves a message to somebody who may see its timeline. A system that reads what is not its own has looked at
 * it, and may say why. Refuses not_found, reason_needed, not_logged_yet, invalid (a reason too long).
 */
export async function makeProof<Format extends keyof Proofs>(
  ctx: Context,
  viewer: Viewer,
  message: string,
  format: Format,
  reason?: string,
): Promise<Proofs[Format]> {
  const { own } = await mayHaveProof(ctx, viewer, message);
  if (!own && viewer.kind === 'system') await recordSystemLook(ctx, viewer.id, message, reason);
  const actor =
    own || viewer.kind === 'person' ? actorOf(viewer, own) : { kind: 'system' as const, id: viewer.id };
  return handOut(ctx, { message, disclose: toTheHouse }, actor, format);
}

/** Whether the viewer may have it, and whether the message is their own. Refuses not_found, reason_needed. */
export async function mayHaveProof(
  { db }: Context,
  viewer: Viewer,
  message: string,
): Promise<{ readonly own: boolean }> {
  if (!isUuid(message)) throw new Refusal('not_found');
  const { rows } = await db.query<{ own: boolean }>(
    `select ${ownSql(2)} as own from messages m where m.id = $1 and ${reachSql(2)}`,
    [message, ...reachOf(viewer, 'timeline')],
  );
  if (!rows[0]) throw await refusalFor(db, viewer, 'timeline', message);
  return rows[0];
}
