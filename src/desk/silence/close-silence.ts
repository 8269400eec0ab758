import type { Context } from '../../delivery/context.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type FailureKeeper, readWord } from '../failures/close-failures.ts';

/**
 * Takes off the list what is right though nobody opens anything there, with a word. It comes back only after something was
 * opened there and it has fallen silent as a new one would. Refuses: invalid (field `word`), not_found, already_closed.
 */
export async function closeSilence(
  { db }: Pick<Context, 'db'>,
  { actor, name, units }: FailureKeeper,
  id: string,
  word: string,
): Promise<void> {
  const said = readWord(word);
  if (!isUuid(id)) throw new Refusal('not_found');
  await db.transaction(async (tx) => {
    const { rows } = await tx.query<{ closed: boolean; delivery: string }>(
      `select s.closed_at is not null as closed, s.deliveries[1] as delivery from silences s
        where s.id = $1 and exists (
          select from deliveries d join messages m on m.id = d.message_id
            where d.id = any (s.deliveries) and ($2::uuid[] is null or m.unit_id = any ($2)))
        for update of s`,
      [id, units],
    );
    if (!rows[0]) throw new Refusal('not_found');
    if (rows[0].closed) throw new Refusal('already_closed');
    await tx.query('update silences set closed_at = clock_timestamp(), closed_by = $2 where id = $1', [
      id,
      actor.id,
    ]);
    await recordPlainEvent(tx, {
      type: 'failures.closed',
      actor,
      details: { kind: 'silent', count: 1, closing: 'word', delivery: rows[0].delivery },
      personal: { name, word: said },
    });
  });
}
