import type { OpenedSigning } from '../../evidence/bundle/gather-evidence.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Context } from '../context.ts';
import { openAcknowledgement } from './open-acknowledgement.ts';

/** What the recipients of a message, or one of them, have signed and is not erased, opened. Throws as `unwrapDataKey` does. */
export async function readAcknowledgements(
  ctx: Context,
  tx: Queryable,
  { message, delivery }: { message: string; delivery?: string },
): Promise<OpenedSigning[]> {
  const { rows } = await tx.query<{
    id: string;
    delivery: string;
    jwe: string;
    sealed: Buffer;
    token: Buffer | null;
  }>({
    name: 'read-acknowledgements',
    text: `select id, delivery_id as delivery, jwe, sealed, token from acknowledgements
      where message_id = $1 and ($2::uuid is null or delivery_id = $2)`,
    values: [message, delivery ?? null],
  });
  const opened: OpenedSigning[] = [];
  // One after the other: the keys may lie behind a network that others need too.
  for (const row of rows) {
    opened.push({ delivery: row.delivery, token: row.token, ...(await openAcknowledgement(ctx, row)) });
  }
  return opened;
}
