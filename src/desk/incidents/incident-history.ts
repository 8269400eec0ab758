import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type EventType, eventTypes } from '../../message/event-types.ts';
import { type HistoryLine, readHistory } from '../history.ts';
import { type IncidentKeeper, keptSql } from './keeper.ts';

const types = (Object.keys(eventTypes) as EventType[]).filter((type) => type.startsWith('incident.'));

/** What was done about an incident, newest first. Refuses not_found. */
export async function incidentHistory(
  { db }: Context,
  { units }: IncidentKeeper,
  id: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ lines: HistoryLine[]; next?: string }> {
  const { count } = isUuid(id)
    ? await db.query(`select from incidents i where i.id = $1 and ${keptSql('i.unit_id', 2)}`, [id, units])
    : { count: 0 };
  if (count === 0 || (after !== undefined && !isUuid(after))) throw new Refusal('not_found');
  return readHistory(db, { subject: id, types, after, limit });
}
