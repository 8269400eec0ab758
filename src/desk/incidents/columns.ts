import { deadlineHours } from '../../message/incidents.ts';

export const dueSql = `(i.aware_at + interval '${deadlineHours} hours')`;

/** SQL over `incidents i`, with the columns of the register. */
export const lineColumns = `i.id, i.year || '-' || i.n as number, u.name as "unitName", i.origin, i.aware_at as "awareAt",
  ${dueSql} as "dueAt", i.title, i.cause, i.persons, i.reported_at as "reportedAt", i.closed_at as "closedAt",
  to_char(i.follow_up_on, 'YYYY-MM-DD') as "followUpOn", i.decision,
  (select count(*) from incident_tasks t where t.incident_id = i.id and t.done_at is null) as "openTasks"`;

/** Whether the authority is told late, or should have been told by now, and nothing says why. */
const lateSql = `(i.delay_reason = '' and case
    when i.reported_at is not null then i.reported_at > ${dueSql}
    else i.decision is distinct from 'no_report' and i.closed_at is null and now() > ${dueSql} end)`;

/** What describes it, as `IncidentFields` has it. */
export const fieldColumns = `i.unit_id as unit, i.aware_at as "awareAt", i.title, i.cause, i.what,
  i.data_kinds as "dataKinds", i.persons, i.records, i.consequences, i.measures, i.responsible_id as responsible,
  i.deputy_id as deputy, i.reported_at as "reportedAt", i.delay_reason as "delayReason",
  to_char(i.follow_up_on, 'YYYY-MM-DD') as "followUpOn"`;

/** The same over `incidents i` and its `units u`, the responsible `r` and their deputy `s`: all but its lists. */
export const incidentColumns = `i.id, i.year || '-' || i.n as number, ${fieldColumns}, u.name as "unitName", i.origin,
  i.opened_at as "openedAt", i.opened_by as "openedBy", ${dueSql} as "dueAt",
  r.name as "responsibleName", r.deactivated_at is not null as "responsibleLeft",
  s.name as "deputyName", s.deactivated_at is not null as "deputyLeft",
  i.decision, i.decision_why as why, i.decided_by as "decidedBy", i.decided_at as "decidedAt",
  ${lateSql} as "needsDelayReason", i.closed_at as "closedAt", i.closed_by as "closedBy", i.version`;

export const incidentTables = `incidents i left join units u on u.id = i.unit_id
  left join people r on r.id = i.responsible_id left join people s on s.id = i.deputy_id`;
