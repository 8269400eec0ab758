import { EpochKeyGone } from '../envelope/index.ts';
import { isUuid } from '../message/ids.ts';
import { type DeletionStory, deletionStoryOf } from '../message/misdeliveries.ts';
import { Fatal, Refusal, Unavailable } from '../message/refusals.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import type { Context } from './context.ts';
import { backupsDeadAt } from './dead-until.ts';
import { reachOf, reachSql, refusalFor, type Viewer } from './message-access.ts';
import { openSentCopy } from './read-sent-copy.ts';
import { openings } from './recall-deliveries.ts';

/** What is known about a delivery that went wrong. Times are ISO 8601 UTC with microseconds. */
export interface Verdict {
  readonly id: string;
  /** '' where it was erased. */
  readonly email: string;
  /** The delivery whose recipient lets this one's read; null: nobody's reader. */
  readonly readerOf: string | null;
  /** The delivery of a shared mailbox from which it was passed on; null: it was not. */
  readonly passedFrom: string | null;
  readonly status: DeliveryStatus;
  /** `never_opened`: of the events 1 to `seq`, all of which are there, none is an opening. */
  readonly verdict: 'never_opened' | 'opened';
  readonly recalledAt: string | null;
  /** The number of the recall; of the last event where there is none. */
  readonly seq: number;
  /** When content first left for the recipient. */
  readonly openedAt: string | null;
  readonly parts: readonly OpenedPart[];
  /** When somebody noted that it was printed and posted to the recipient: then a letter is out that no recall reaches. */
  readonly postedAt: string | null;
  /** Null: nobody asked them to delete it. */
  readonly deletion: DeletionStory | null;
  /**
   * From when on no backup can be opened that was made before the recall; null where it was not recalled, or where the
   * keys do not answer at the moment.
   */
  readonly deadUntil: string | null;
  readonly recalled: boolean;
  /** Why it cannot be recalled: its status, or `relayed` for mail that was not sealed. */
  readonly reason?: string;
}

/** An attachment that was released. */
export interface OpenedPart {
  readonly part: number;
  /** Null: the viewer may not see the content, or it is gone. */
  readonly filename: string | null;
  /** Of the first release. */
  readonly at: string;
  /** How many of its bytes have left, none counted twice; null: no end of some transfer was recorded. */
  readonly bytes: number | null;
}

/**
 * The verdict on each delivery of a message, or on those named, from the events alone. Refuses: not_found, reason_needed.
 * Throws `Fatal` where the events of a delivery are not complete: then nothing can be said.
 */
export async function readVerdicts(
  ctx: Context,
  viewer: Viewer,
  message: string,
  deliveries?: readonly string[],
): Promise<Verdict[]> {
  if (!isUuid(message)) throw new Refusal('not_found');
  const { rows } = await ctx.db.query(`select from messages m where m.id = $1 and ${reachSql(2)}`, [
    message,
    ...reachOf(viewer, 'timeline'),
  ]);
  if (rows.length === 0) throw await refusalFor(ctx.db, viewer, 'timeline', message);
  return verdictsOf(ctx, viewer, message, deliveries);
}

/** The same for whoever was let act on the message. */
export async function verdictsOf(
  ctx: Context,
  viewer: Viewer,
  message: string,
  chosen?: readonly string[],
): Promise<Verdict[]> {
  if (chosen?.some((id) => !isUuid(id))) throw new Refusal('not_found');
  const { rows } = await ctx.db.query<Row>(sql, [message, chosen ?? null, openings]);
  if (chosen && rows.length !== new Set(chosen).size) throw new Refusal('not_found');
  const gap = rows.find(({ seq, counted }) => seq !== counted);
  if (gap) throw new Fatal(`Of the delivery ${gap.id} ${gap.counted} events are there, not ${gap.seq}`);
  const names = rows.some(({ releases }) => releases !== null)
    ? await filenamesOf(ctx, viewer, message)
    : new Map<number, string>();
  const ends = await endsOfBackups(
    ctx,
    rows.flatMap(({ recalledAt }) => recalledAt ?? []),
  );
  return rows.map(({ counted: _, unsealed, releases, sent, deletions, ...row }) => {
    const reason = row.recalledAt === null ? whyNot(row.status, unsealed) : undefined;
    return {
      ...row,
      verdict: row.openedAt === null ? 'never_opened' : 'opened',
      parts: partsOf(releases ?? [], sent ?? [], names),
      deadUntil: (row.recalledAt && ends.get(dayOf(row.recalledAt))) ?? null,
      deletion: deletionStoryOf(deletions ?? []),
      recalled: row.recalledAt !== null,
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

function whyNot(status: DeliveryStatus, unsealed: boolean): string | undefined {
  if (unsealed) return 'relayed';
  return ended.includes(status) ? status : undefined;
}

/** Without a recall these are beyond it. */
const ended: readonly DeliveryStatus[] = ['refused', 'expired', 'relayed', 'erased'];

interface Row {
  readonly id: string;
  readonly email: string;
  readonly readerOf: string | null;
  readonly passedFrom: string | null;
  readonly status: DeliveryStatus;
  readonly seq: number;
  readonly counted: number;
  readonly recalledAt: string | null;
  readonly openedAt: string | null;
  readonly postedAt: string | null;
  readonly unsealed: boolean;
  readonly releases: readonly { part: number; at: string }[] | null;
  readonly sent: readonly Piece[] | null;
  readonly deletions: Parameters<typeof deletionStoryOf>[0] | null;
}

interface Piece {
  readonly part: number;
  readonly from: number;
  readonly bytes: number;
}

function partsOf(
  releases: NonNullable<Row['releases']>,
  sent: readonly Piece[],
  names: ReadonlyMap<number, string>,
): OpenedPart[] {
  const pieces = Map.groupBy(sent, ({ part }) => part);
  return [...Map.groupBy(releases, ({ part }) => part)]
    .sort(([a], [b]) => a - b)
    .map(([part, [first, ...others]]) => {
      const ends = pieces.get(part) ?? [];
      return {
        part,
        filename: names.get(part) ?? null,
        at: first!.at,
        bytes: ends.length > others.length ? covered(ends) : null,
      };
    });
}

/** How many bytes of a part lie in one piece or another. */
function covered(pieces: readonly Piece[]): number {
  let [bytes, upTo] = [0, 0];
  for (const { from, bytes: length } of pieces.toSorted((a, b) => a.from - b.from)) {
    const until = from + length;
    bytes += Math.max(0, until - Math.max(from, upTo));
    upTo = Math.max(upTo, until);
  }
  return bytes;
}

const dayOf = (at: string): string => at.slice(0, 10);

/** For each day of these instants. The keys may be away: what was recalled is told all the same. */
async function endsOfBackups(
  ctx: Context,
  instants: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const byDay = new Map(instants.map((at) => [dayOf(at), at]));
  try {
    return new Map(
      await Promise.all([...byDay].map(async ([day, at]) => [day, await backupsDeadAt(ctx, at)] as const)),
    );
  } catch (error) {
    if (error instanceof Unavailable) return new Map();
    throw error;
  }
}

/** By the numbers of their parts. Of what cannot be read, now or ever, a verdict gives the numbers alone. */
async function filenamesOf(
  ctx: Context,
  viewer: Viewer,
  message: string,
): Promise<ReadonlyMap<number, string>> {
  try {
    const content = await openSentCopy(ctx, viewer, message);
    return new Map(content?.attachments.map(({ part, filename }) => [part, filename]));
  } catch (error) {
    if (error instanceof EpochKeyGone || error instanceof Unavailable) return new Map();
    throw error;
  }
}

/** What left before the recall, or was cut by it, and is written down after it, counts as well. */
const sql = `
with recall as (
  select delivery, min(seq) as seq from events where message = $1 and type = 'delivery.recalled' group by delivery
)
select d.id, d.email, d.status, story.*, case when d.parted = 'reader' then d.parent_id end as "readerOf",
  case when d.parted = 'passed' then d.parent_id end as "passedFrom"
from deliveries d
  left join recall r on r.delivery = d.id
  cross join lateral (
    select coalesce(r.seq, max(e.seq), 0) as seq,
      count(*) filter (where e.seq <= coalesce(r.seq, e.seq))::int as counted,
      min(e.at) filter (where e.seq = r.seq) as "recalledAt",
      min(e.at) filter (where e.type = any ($3::text[]) and e.seq < coalesce(r.seq, e.seq + 1)) as "openedAt",
      min(e.at) filter (where e.type = 'delivery.task_done' and e.details ->> 'outcome' = 'posted') as "postedAt",
      coalesce(bool_or(e.type = 'delivery.exempted'), false) as unsealed,
      jsonb_agg(jsonb_build_object('part', (e.details ->> 'part')::int, 'at',
        to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by e.seq)
        filter (where e.type = 'delivery.attachment_opened') as releases,
      jsonb_agg(jsonb_build_object('type', e.type, 'details', e.details, 'at',
        to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by e.seq)
        filter (where e.type in ('delivery.deletion_asked', 'delivery.deletion_confirmed')) as deletions,
      jsonb_agg(jsonb_build_object('part', (e.details ->> 'part')::int, 'from', (e.details ->> 'from')::bigint,
        'bytes', (e.details ->> 'bytes')::bigint)) filter (where e.type = 'delivery.content_sent') as sent
    from events e where e.delivery = d.id
  ) story
where d.message_id = $1 and ($2::uuid[] is null or d.id = any ($2))
order by d.position`;
