import type { Actor } from '../../delivery/message-access.ts';
import { parseBlockPattern } from '../../delivery/addresses.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Units } from '../../message/rights.ts';

/** An address or a domain to which nothing is sent. Times are ISO 8601 UTC with microseconds. */
export interface Block {
  readonly id: string;
  /** As `parseBlockPattern` gives it. */
  readonly pattern: string;
  /** Id and name of the unit; null: for the whole organisation. */
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly reason: string;
  readonly madeAt: string;
  /** The name of the person or system; null: nobody knows them any more. */
  readonly madeBy: string | null;
  readonly liftedAt: string | null;
  readonly liftedBy: string | null;
}

export interface BlockDraft {
  readonly pattern: string;
  /** Id of the unit; null: for the whole organisation. */
  readonly unit: string | null;
  /** In one's own words. */
  readonly reason: string;
  /** They were told that it is an address of one's own, and mean it. */
  readonly sure?: boolean | undefined;
}

/** Somebody who blocks addresses, and for which units; null: for all of them, and for the whole organisation. */
export interface BlockKeeper {
  readonly actor: Actor;
  readonly units: Units;
}

/** Characters of the reason at most. */
export const blockReasonLength = 500;

export interface BlockFields {
  readonly pattern: string;
  readonly reason: string;
}

/** Refuses invalid, naming the `field`. */
export function blockFields({ pattern: written, reason: said }: BlockDraft): BlockFields {
  const pattern = written.length > 320 ? undefined : parseBlockPattern(written);
  if (pattern === undefined) {
    throw new Refusal(
      'invalid',
      'Give an address, a domain as example.dk, or *.example.dk for all below it; a whole country is too much.',
      { field: 'pattern' },
    );
  }
  const reason = said
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed();
  if (reason === '' || [...reason].length > blockReasonLength) {
    throw new Refusal('invalid', `Say why, in at most ${blockReasonLength} characters.`, { field: 'reason' });
  }
  return { pattern, reason };
}

export const mayKeep = ({ units }: BlockKeeper, unit: string | null): boolean =>
  units === null || (unit !== null && units.includes(unit));

/** SQL over `blocks b`, with the keeper's units at `$index`: those of their units, and of the whole organisation. */
export const seenSql = (index: number): string =>
  `($${index}::uuid[] is null or b.unit_id is null or b.unit_id = any ($${index}::uuid[]))`;

/** SQL: what `Block` has, `from ${blockTables}`. */
export const blockColumns = `b.id, b.pattern, b.unit_id as unit, u.name as "unitName", b.reason, b.made_at as "madeAt",
  coalesce(mp.name, ms.name) as "madeBy", b.lifted_at as "liftedAt", coalesce(lp.name, ls.name) as "liftedBy"`;
export const blockTables = `blocks b left join units u on u.id = b.unit_id
  left join people mp on mp.id = b.made_by left join systems ms on ms.id = b.made_by
  left join people lp on lp.id = b.lifted_by left join systems ls on ls.id = b.lifted_by`;
