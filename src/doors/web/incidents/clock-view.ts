import type { ClockView } from '../../../../views/models/incidents.ts';
import type { IncidentDecision } from '../../../message/incidents.ts';

const hour = 3_600_000;

/** How an incident stands to its 72 hours at this moment. */
export function clockView(
  { dueAt, reportedAt }: { readonly dueAt: string; readonly reportedAt: string | null },
  decision: IncidentDecision | null,
  now = Date.now(),
): ClockView {
  const left = Date.parse(dueAt) - (reportedAt === null ? now : Date.parse(reportedAt));
  return {
    state: stateOf(left >= 0, reportedAt !== null, decision),
    dueAt,
    hours: Math.floor(Math.abs(left) / hour),
    reportedAt,
  };
}

function stateOf(inTime: boolean, reported: boolean, decision: IncidentDecision | null): ClockView['state'] {
  if (reported) return inTime ? 'reported' : 'reported_late';
  if (decision === 'no_report') return 'not_reported';
  return inTime ? 'running' : 'over';
}
