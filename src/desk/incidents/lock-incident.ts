import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import type { IncidentDecision } from '../../message/incidents.ts';
import { Refusal } from '../../message/refusals.ts';
import { fieldColumns } from './columns.ts';
import type { IncidentFields } from './fields.ts';
import { type IncidentKeeper, keptSql } from './keeper.ts';

/** An incident as it stands while its row is locked. */
export interface LockedIncident extends IncidentFields {
  readonly version: number;
  readonly decision: IncidentDecision | null;
  readonly why: string | null;
  readonly closedAt: string | null;
}

/** Locks an incident that the keeper keeps. Refuses not_found. */
export async function lockIncident(
  tx: Queryable,
  { units }: IncidentKeeper,
  id: string,
): Promise<LockedIncident> {
  const { rows } = isUuid(id)
    ? await tx.query<LockedIncident>(
        `select ${fieldColumns}, i.version, i.decision, i.decision_why as why, i.closed_at as "closedAt" from incidents i
          where i.id = $1 and ${keptSql('i.unit_id', 2)} for no key update`,
        [id, units],
      )
    : { rows: [] };
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}

/** The same, of one that is open. Refuses not_found, already_closed; changed_meanwhile, where a `version` is given. */
export async function lockOpenIncident(
  tx: Queryable,
  keeper: IncidentKeeper,
  id: string,
  version?: number,
): Promise<LockedIncident> {
  const incident = await lockIncident(tx, keeper, id);
  if (incident.closedAt !== null) throw new Refusal('already_closed');
  if (version !== undefined && incident.version !== version) throw new Refusal('changed_meanwhile');
  return incident;
}
