import canonicalize from 'canonicalize';
import { Fatal } from '../../message/refusals.ts';
import { longestEntry } from '../log/entry-bundle.ts';

/** A row of `events`, as the log takes it up. */
export interface EventRow {
  readonly id: string;
  readonly v: number;
  readonly type: string;
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ`, as the database wrote it. */
  readonly at: string;
  readonly message: string | null;
  readonly delivery: string | null;
  readonly seq: number | null;
  readonly actor: string;
  readonly actorId: string;
  readonly details: unknown;
  readonly commitment: Uint8Array | null;
}

/** The columns of an `EventRow`, of the table `events e`. */
export const eventColumns =
  'e.id, e.v, e.type, e.at, e.message, e.delivery, e.seq, e.actor, e.actor_id as "actorId", e.details, e.commitment';

const utf8 = new TextEncoder();

/**
 * The bytes of an event's entry: RFC 8785 over what it says, without what is absent. Throws `Fatal` where an event cannot be
 * an entry: it is longer than a bundle can say (C2SP tlog-tiles), or is no JSON.
 */
export function entryOf(event: EventRow): Uint8Array {
  let entry: Uint8Array;
  try {
    entry = utf8.encode(
      canonicalize({
        id: event.id,
        v: event.v,
        type: event.type,
        at: event.at,
        message: event.message ?? undefined,
        delivery: event.delivery ?? undefined,
        seq: event.seq ?? undefined,
        actor: { kind: event.actor, id: event.actorId },
        details: event.details,
        commitment: event.commitment ? Buffer.from(event.commitment).toString('base64') : undefined,
      })!,
    );
  } catch {
    throw new Fatal(`The event ${event.id} cannot be written as canonical JSON.`);
  }
  if (entry.length > longestEntry) {
    throw new Fatal(
      `The event ${event.id} would be an entry of ${entry.length} bytes; at most ${longestEntry} are possible.`,
    );
  }
  return entry;
}
