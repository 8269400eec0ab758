import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import type { IncidentDecision } from '../../message/incidents.ts';
import { Refusal } from '../../message/refusals.ts';
import { incidentColumns, incidentTables } from './columns.ts';
import type { Incident, IncidentMessage, Letter, Task, Told } from './incident.ts';
import { type IncidentKeeper, keptSql } from './keeper.ts';

type Row = Omit<Incident, 'decision' | 'messages' | 'told' | 'tasks' | 'letters'> & {
  readonly decision: IncidentDecision | null;
  readonly why: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
};

/** An incident as it stands, with all that belongs to it. Refuses not_found. */
export async function readIncident(
  { db }: Context,
  { units }: IncidentKeeper,
  id: string,
): Promise<Incident> {
  const { rows } = isUuid(id)
    ? await db.query<Row>(
        `select ${incidentColumns} from ${incidentTables} where i.id = $1 and ${keptSql('i.unit_id', 2)}`,
        [id, units],
      )
    : { rows: [] };
  if (!rows[0]) throw new Refusal('not_found');
  const list = async <Item>(text: string): Promise<Item[]> => (await db.query<Item>(text, [id])).rows;
  const [messages, told, tasks, letters] = await Promise.all([
    list<IncidentMessage>(
      `select message_id as message, delivery_id as delivery, added_at as "addedAt" from incident_messages
        where incident_id = $1 order by added_at, message_id, delivery_id nulls first`,
    ),
    list<Told>('select id, party, who, at from incident_told where incident_id = $1 order by at, id'),
    list<Task>(
      `select t.id, t.what, t.owner_id as owner, p.name as "ownerName", to_char(t.due_on, 'YYYY-MM-DD') as "dueOn",
          t.done_at as "doneAt", t.done_by as "doneBy"
        from incident_tasks t left join people p on p.id = t.owner_id where t.incident_id = $1
        order by t.done_at nulls first, t.due_on nulls last, t.id`,
    ),
    list<Letter>(
      `select message_id as message, sent_at as "sentAt" from incident_letters where incident_id = $1 order by sent_at`,
    ),
  ]);
  const { decision, why, decidedBy, decidedAt, ...incident } = rows[0];
  return {
    ...incident,
    decision: decision && { decision, why: why!, by: decidedBy!, at: decidedAt! },
    messages,
    told,
    tasks,
    letters,
  };
}
