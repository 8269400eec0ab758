import type { Queryable } from '../evidence/ports.ts';
import { recordEvents } from '../evidence/record-events.ts';
import type { Details } from '../evidence/record-event.ts';
import type { EventType } from '../message/event-types.ts';
import type { RecallReason } from '../message/recalls.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { endSigning } from './acknowledgements/end-signing.ts';
import { askDeletion } from './ask-deletion.ts';
import type { Context } from './context.ts';
import { destroyWraps } from './destroy-wraps.ts';
import type { Actor, ReachedDelivery } from './message-access.ts';
import { lockParted } from './readers/family.ts';
import { forgetDrafts } from './replies/forget-replies.ts';
import { stopWork } from './stop-work.ts';

/** Events that prove that content left for the recipient. */
export const openings: readonly EventType[] = [
  'delivery.opened',
  'delivery.reopened',
  'delivery.attachment_opened',
];

/** Events after which nobody can say that no notice reached anybody. */
const noticed: readonly EventType[] = [
  'delivery.notified',
  'delivery.notice_failed',
  'delivery.notice_delayed',
  'delivery.notice_reported',
  'delivery.notice_relayed',
  'delivery.notice_confirmed',
  'delivery.notice_answered',
  'delivery.link_followed',
];

const recallable: readonly DeliveryStatus[] = [
  'held',
  'sent',
  'notified',
  'opened',
  'reported',
  'locked',
  'acknowledged',
  'declined',
  // A reminder may have come back where an earlier notice arrived.
  'bounced',
];

export const isRecallable = (status: DeliveryStatus): boolean => recallable.includes(status);

export interface Recaller {
  readonly actor: Actor;
  readonly name: string | null;
  /** `not_signed`: by Segl itself, after the sender's deadline. */
  readonly reason: RecallReason | 'not_signed';
  /** '' where none were given. */
  readonly words: string;
  /** Said in each event beside what the recall finds out. */
  readonly details?: Details;
  /** Whoever has opened it is asked to delete it; so they are where it is not said. */
  readonly asksDeletion?: boolean;
}

/** What became of deliveries that were to be recalled, by their ids. */
export interface Outcome {
  readonly recalled: ReadonlySet<string>;
  /** Those that somebody had recalled before. */
  readonly before: ReadonlySet<string>;
  /** Those that left as they came, or would: nothing of them was sealed. */
  readonly unsealed: ReadonlySet<string>;
}

/**
 * Ends deliveries that the caller has locked: seals, codes, sessions, what is on its way; and records it for each. The
 * links stay, to say what happened. What has ended otherwise is left alone. Whomever their recipients let read, or passed the
 * message on to, is reached as well.
 */
export async function recallDeliveries(
  ctx: Context,
  tx: Queryable,
  message: string,
  chosen: readonly Pick<ReachedDelivery, 'id' | 'status'>[],
  { actor, name, reason, words, details, asksDeletion = true }: Recaller,
): Promise<Outcome> {
  const locked = [...chosen, ...(await lockParted(tx, chosen))];
  const facts = await readFacts(
    tx,
    message,
    locked.map(({ id }) => id),
  );
  const within = (which: keyof Omit<Facts, 'id'>) =>
    new Set([...facts.values()].filter((each) => each[which]).map(({ id }) => id));
  const [before, unsealed, opened, wasNoticed] = [
    within('recalled'),
    within('unsealed'),
    within('opened'),
    within('noticed'),
  ];
  const ids = locked
    .filter(({ id, status }) => isRecallable(status) && !unsealed.has(id))
    .map(({ id }) => id);
  if (ids.length > 0) {
    const { mayHaveLeft } = await stopWork(tx, ids, ['notice']);
    const left = new Set(mayHaveLeft);
    await Promise.all([
      endCodes(tx, ids),
      endSessions(tx, ids),
      destroyWraps(tx, message, ids, 'recalled'),
      forgetDrafts(tx, ids),
      endSigning(tx, ids),
    ]);
    const personal = { name, ...(words ? { words } : {}) };
    await recordEvents(tx, {
      type: 'delivery.recalled',
      actor,
      deliveries: ids.map((id) => ({
        id,
        details: {
          reason,
          opened: opened.has(id),
          undone: !wasNoticed.has(id) && !left.has(id),
          ...details,
        },
        personal,
      })),
    });
    if (asksDeletion) {
      await askDeletion(
        ctx,
        tx,
        ids.filter((id) => opened.has(id)),
      );
    }
  }
  return { recalled: new Set(ids), before, unsealed };
}

interface Facts {
  readonly id: string;
  readonly opened: boolean;
  readonly noticed: boolean;
  readonly recalled: boolean;
  readonly unsealed: boolean;
}

/** From the events alone. To be asked once the deliveries are locked, in a statement of its own. */
async function readFacts(
  tx: Queryable,
  message: string,
  deliveries: readonly string[],
): Promise<ReadonlyMap<string, Facts>> {
  const { rows } = await tx.query<Facts>(
    `select delivery as id, bool_or(type = any ($3::text[])) as opened, bool_or(type = any ($4::text[])) as noticed,
        bool_or(type = 'delivery.recalled') as recalled, bool_or(type = 'delivery.exempted') as unsealed
      from events where message = $1 and delivery = any ($2::uuid[]) group by delivery`,
    [message, deliveries, openings, noticed],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A code that is being brought at this moment is passed over: no code opens what is recalled. */
const endCodes = (tx: Queryable, deliveries: readonly string[]) =>
  tx.query(
    `update codes set used_at = clock_timestamp(), sealed = null where id in (
        select id from codes where delivery_id = any ($1::uuid[]) and used_at is null for update skip locked)`,
    [deliveries],
  );

const endSessions = (tx: Queryable, deliveries: readonly string[]) =>
  tx.query('delete from session_deliveries where delivery_id = any ($1::uuid[])', [deliveries]);
