import { isUuid } from '../../message/ids.ts';
import type { Context } from '../../delivery/context.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Units } from '../../message/rights.ts';
import { termFields } from './term-fields.ts';
import type { Terms } from './terms.ts';

/** Who searches, and in whose messages they may; null: in everybody's. */
export interface Searcher {
  readonly actor: Actor;
  readonly units: Units;
}

/** Minutes for which a search's pages can be turned. After that it is a new look, and so a new search. */
export const searchMinutes = 60;

/**
 * Begins a search: from here on it is evidence (`evidence.searched`), with its terms in committed fields. Gives the event's
 * id, under which its pages are read: turning them records nothing, and no term stands in an address.
 */
export const beginSearch = ({ db }: Context, { actor, units }: Searcher, terms: Terms): Promise<string> =>
  recordPlainEvent(db, {
    type: 'evidence.searched',
    actor,
    personal: { terms: termFields(terms), units: units && [...units] },
  });

/** The terms of a search that somebody has begun. Refuses not_found: it is nobody's, somebody else's, too old, or erased. */
export async function termsOfSearch({ db }: Context, { actor }: Searcher, id: string): Promise<Terms> {
  const { rows } = isUuid(id)
    ? await db.query<{ terms: Terms }>(
        `select f.fields -> 'terms' as terms from events e join event_fields f on f.event = e.id
          where e.id = $1 and e.type = 'evidence.searched' and e.actor_id = $2
            and e.at > now() - make_interval(mins => ${searchMinutes})`,
        [id, actor.id],
      )
    : { rows: [] };
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0].terms;
}
