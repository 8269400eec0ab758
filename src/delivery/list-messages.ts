import { isUuid } from '../message/ids.ts';
import { type Units, unitsForVerb } from '../message/rights.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import type { Context } from './context.ts';
import { ownSql, type Viewer } from './message-access.ts';
import { openBody, type StoredBody } from './open-body.ts';

export interface MessageLine {
  readonly id: string;
  readonly from: string;
  readonly sentAt: string;
  /** The viewer answers for it. */
  readonly own: boolean;
  readonly deliveries: readonly {
    id: string;
    email: string;
    status: DeliveryStatus;
    reason: string | null;
  }[];
}

/** `left`: by people who are gone, in units where the viewer may see that. `unit`: all in units where they may. */
export type Whose = 'own' | 'left' | 'unit';

/** The lists that somebody has. */
export const listsOf = (grants: Viewer['grants']): readonly Whose[] => [
  'own',
  ...(['left', 'unit'] as const).filter((whose) => unitsForVerb(grants, 'list', whose, 'yes')?.length !== 0),
];

export interface ListQuery {
  /** Absent: all that the viewer has. */
  readonly whose?: Whose | undefined;
  /** The cursor of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of messages, newest first. `next`: the cursor of the page after. */
export async function listMessages(
  ctx: Context,
  viewer: Viewer,
  { whose, after, limit }: ListQuery,
): Promise<{ messages: MessageLine[]; next?: string }> {
  const values: unknown[] = [viewer.id, after && isUuid(after) ? after : newest, limit + 1];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const sources = wanted(viewer, whose).flatMap((each) => sourcesOf(each, viewer, bind));
  if (sources.length === 0) return { messages: [] };
  const { rows } = await ctx.db.query<MessageLine>(
    `with page as (
        select id from (${sources.map((each) => `(${each})`).join(' union ')}) found order by id desc limit $3
      )
      select m.id, m.sender_address as "from", m.created_at as "sentAt", ${ownSql(1)} as own,
        coalesce((
          select jsonb_agg(jsonb_build_object('id', d.id, 'email', d.email, 'status', d.status, 'reason', d.reason)
            order by d.position) from deliveries d where d.message_id = m.id), '[]') as deliveries
      from page join messages m on m.id = page.id order by m.id desc`,
    values,
  );
  const messages = rows.slice(0, limit);
  return rows.length > limit ? { messages, next: messages.at(-1)!.id } : { messages };
}

function wanted({ grants }: Viewer, whose: Whose | undefined): readonly Whose[] {
  const lists = listsOf(grants);
  if (whose) return lists.filter((each) => each === whose);
  // Everybody's messages hold the other lists too.
  return unitsForVerb(grants, 'list', 'unit', 'yes') === null ? ['unit'] : lists;
}

/** After every id that there can be. */
const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A page of ids by one index, so that nobody's few messages are looked for among everybody's. */
const newestIds = (where: string): string =>
  `select id from messages where ${where} and id < $2::uuid order by id desc limit $3`;

/** SQL for the ids of each list, by sources that are each ordered by an index. `bind` gives a value its name. */
function sourcesOf(whose: Whose, { kind, grants }: Viewer, bind: (value: unknown) => string): string[] {
  const inNobodysName = 'system_id = s.id and person_id is null';
  if (whose === 'own') {
    if (kind === 'system') return [newestIds('system_id = $1::uuid')];
    return [
      newestIds('person_id = $1::uuid'),
      `select m.id from systems s, lateral (${newestIds(inNobodysName)}) m where s.owner_id = $1::uuid`,
      `select message_id as id from case_keepers where person_id = $1::uuid and message_id < $2::uuid
        order by message_id desc limit $3`,
    ];
  }
  const units: Units = unitsForVerb(grants, 'list', whose, 'yes');
  if (whose === 'unit') {
    if (units === null) return [newestIds('true')];
    return [
      `select m.id from unnest(${bind(units)}::uuid[]) u (id), lateral (${newestIds('unit_id = u.id')}) m`,
    ];
  }
  const inUnits = units === null ? 'true' : `unit_id = any (${bind(units)}::uuid[])`;
  return [
    `select m.id from people p, lateral (${newestIds(`person_id = p.id and ${inUnits}`)}) m
      where p.deactivated_at is not null`,
    `select m.id from systems s join people p on p.id = s.owner_id and p.deactivated_at is not null,
      lateral (${newestIds(`${inNobodysName} and ${inUnits}`)}) m`,
  ];
}

/** The subjects of messages, from the sender's copies; a message whose copy is gone is missing. */
export async function subjectsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await ctx.db.query<StoredBody>(
    `select b.message_id as message, null as delivery, b.sealed, b.blob, b.size, w.jwe
      from parts b join wraps w on w.message_id = b.message_id and w.delivery_id is null
      where b.part = 0 and b.message_id = any ($1::uuid[])`,
    [ids],
  );
  const opened = await Promise.all(
    rows.map(async (row) => [row.message, (await openBody(ctx, row)).subject] as const),
  );
  return new Map(opened);
}
