import { oneLine, visibleLength } from '../../delivery/look-at-message.ts';
import type { Context } from '../../delivery/context.ts';
import type { Actor } from '../../delivery/message-access.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import type { Closing, InboxKind } from '../../message/failures.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Units } from '../../message/rights.ts';
import { type FailureTerms, periodSql, termsSql } from './failure-terms.ts';

/** Characters of the word at most. */
export const wordLength = 500;

/** Somebody who deals with failures, in the units whose failures they see. */
export interface FailureKeeper {
  readonly actor: Actor;
  readonly name: string;
  readonly units: Units;
}

/** Failures by their ids; or all open ones of a group that had happened by `until`, so that nobody closes what they never saw. */
export type ChosenFailures =
  { readonly ids: readonly string[] } | { readonly terms: FailureTerms; readonly until: string };

/**
 * Closes failures with a word: somebody has dealt with them. Given-up work is let go. Resolves to how many were closed; what
 * was closed before is passed over. Refuses: invalid (field `word`), not_found (of what is named by id, nothing is there),
 * already_closed (nothing was left to close).
 */
export async function closeFailures(
  ctx: Context,
  keeper: FailureKeeper,
  chosen: ChosenFailures,
  word: string,
): Promise<number> {
  const said = readWord(word);
  return ctx.db.transaction(async (tx) => {
    const closed = await endFailures(ctx, tx, keeper, chosen, { word: said, closing: 'word' });
    await tx.query(
      `delete from jobs where dead_at is not null and (id = any ($1::bigint[])
        or (slot is not null and kind = any ($2::text[])))`,
      [
        closed.flatMap(({ job }) => job ?? []),
        closed.flatMap(({ job, reason }) => (job === null || reason === null ? [] : [reason])),
      ],
    );
    return closed.length;
  });
}

/** Refuses invalid: nothing, or too much. */
export function readWord(text: string): string {
  const word = oneLine(text.slice(0, 10 * wordLength));
  if (visibleLength(word) === 0) throw new Refusal('invalid', 'Say what was done.', { field: 'word' });
  if ([...word].length > wordLength) {
    throw new Refusal('invalid', `Say in at most ${wordLength} characters what was done.`, { field: 'word' });
  }
  return word;
}

export interface Ended {
  readonly kind: InboxKind;
  readonly reason: string | null;
  readonly job: number | null;
}

/** Closes what is still open of what was chosen, with an event for each kind. */
export async function endFailures(
  { settings }: Context,
  tx: Queryable,
  { actor, name, units }: FailureKeeper,
  chosen: ChosenFailures,
  { word, closing, also = 'true' }: { word: string; closing: Closing; also?: string },
): Promise<readonly Ended[]> {
  const values: unknown[] = [actor.id, word, closing];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  if ('ids' in chosen && (chosen.ids.length === 0 || !chosen.ids.every(isUuid))) {
    throw new Refusal('not_found');
  }
  const which =
    'ids' in chosen
      ? `f.id = any (${bind(chosen.ids)}::uuid[]) and ${termsSql('f', units, {}, bind)}`
      : `f.at <= ${bind(chosen.until)}::timestamptz and ${termsSql('f', units, chosen.terms, bind)}
          and ${periodSql('f', chosen.terms, settings.timeZone, values)}`;
  const { rows } = await tx.query<Ended>(
    `with chosen as (
        select f.id from failures f where f.closed_at is null and ${which} and ${also} order by f.id for update
      )
      update failures f set closed_at = clock_timestamp(), closed_by = $1, word = $2, closing = $3
        from chosen where f.id = chosen.id and f.closed_at is null
        returning f.about as kind, f.reason, f.job_id as job`,
    values,
  );
  if (rows.length === 0) throw await nothingClosed(tx, units, chosen);
  for (const [kind, { length }] of Map.groupBy(rows, (row) => row.kind)) {
    await recordPlainEvent(tx, {
      type: 'failures.closed',
      actor,
      details: { kind, count: length, closing },
      personal: { name, word },
    });
  }
  return rows;
}

async function nothingClosed(tx: Queryable, units: Units, chosen: ChosenFailures): Promise<Refusal> {
  if (!('ids' in chosen)) return new Refusal('already_closed');
  const values: unknown[] = [chosen.ids];
  const where = termsSql('f', units, {}, (value) => `$${values.push(value)}`);
  const { rows } = await tx.query(
    `select from failures f where f.id = any ($1::uuid[]) and ${where} limit 1`,
    values,
  );
  return new Refusal(rows.length > 0 ? 'already_closed' : 'not_found');
}
