import type { Context } from '../../delivery/context.ts';
import { wasOpened } from '../../delivery/standing.ts';
import type { IncidentOrigin } from '../../message/incidents.ts';
import { demandMessages, type MessageRef } from './incident-messages.ts';
import type { IncidentKeeper } from './keeper.ts';

/** What is known of some messages before anybody has written anything. */
export interface IncidentStart {
  readonly origin: IncidentOrigin;
  /** The unit of the messages, where all are of one. */
  readonly unit: string | null;
  /** Those of their deliveries that were recalled or reported; a whole message where none was. */
  readonly messages: readonly MessageRef[];
  /** Of the first recall or report, when somebody was aware; null: there was none. */
  readonly awareAt: string | null;
  /** How many of those deliveries there are, and how many of them were opened, recalled, and reported as not for them. */
  readonly recipients: number;
  readonly opened: number;
  readonly recalled: number;
  readonly reported: number;
}

/**
 * With what an incident about these messages begins: a recall, a report, or (`origin`) failures. Refuses: not_found (a message
 * that is not the keeper's), invalid (too many).
 */
export async function prefillIncident(
  { db }: Context,
  keeper: IncidentKeeper,
  {
    messages,
    origin,
  }: { readonly messages: readonly string[]; readonly origin?: IncidentOrigin | undefined },
): Promise<IncidentStart> {
  await demandMessages(
    db,
    keeper,
    messages.map((message) => ({ message })),
  );
  const { rows } = await db.query<Row>(
    `select m.id as message, m.unit_id as unit, d.id as delivery, ${wasOpened} as opened,
        (select min(e.at) from events e where e.delivery = d.id and e.type = 'delivery.recalled') as "recalledAt",
        (select min(e.at) from events e
          where e.delivery = d.id and e.type = 'delivery.misdelivery_reported') as "reportedAt"
      from messages m left join deliveries d on d.message_id = m.id
      where m.id = any ($1::uuid[]) order by m.id, d.position`,
    [messages],
  );
  const concerned = [...Map.groupBy(rows, ({ message }) => message).values()].flatMap((all) => {
    const wrong = all.filter(({ recalledAt, reportedAt }) => recalledAt ?? reportedAt);
    return wrong.length > 0 ? wrong : all;
  });
  const recalls = concerned.flatMap(({ recalledAt }) => recalledAt ?? []);
  const reports = concerned.flatMap(({ reportedAt }) => reportedAt ?? []);
  const units = new Set(rows.map(({ unit }) => unit));
  const found = recalls.length > 0 ? 'recall' : reports.length > 0 ? 'report' : 'by_hand';
  return {
    origin: origin ?? found,
    unit: units.size === 1 ? rows[0]!.unit : null,
    messages: refsOf(concerned),
    awareAt: [...recalls, ...reports].toSorted()[0] ?? null,
    recipients: concerned.filter(({ delivery }) => delivery !== null).length,
    opened: concerned.filter(({ opened }) => opened).length,
    recalled: recalls.length,
    reported: reports.length,
  };
}

interface Row {
  readonly message: string;
  readonly unit: string;
  /** Null: the mail was refused whole. */
  readonly delivery: string | null;
  readonly opened: boolean;
  readonly recalledAt: string | null;
  readonly reportedAt: string | null;
}

const refsOf = (rows: readonly Row[]): MessageRef[] =>
  [...Map.groupBy(rows, ({ message }) => message)].flatMap(([message, all]): MessageRef[] =>
    all.some(({ recalledAt, reportedAt }) => recalledAt ?? reportedAt)
      ? all.map(({ delivery }) => ({ message, delivery }))
      : [{ message, delivery: null }],
  );
