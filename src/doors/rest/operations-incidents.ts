import { changeIncident } from '../../desk/incidents/change-incident.ts';
import { closeIncident } from '../../desk/incidents/close-incident.ts';
import { decideIncident } from '../../desk/incidents/decide-incident.ts';
import { exportRegister } from '../../desk/incidents/export-register.ts';
import { nothingKnown } from '../../desk/incidents/fields.ts';
import { listIncidents } from '../../desk/incidents/list-incidents.ts';
import { openIncident } from '../../desk/incidents/open-incident.ts';
import { reopenIncident } from '../../desk/incidents/reopen-incident.ts';
import { answer, common, keeperOf, unitOf, versioned } from './incident-call.ts';
import { incidentExample, lineAnswer, lineExample } from './incident-answers.ts';
import { partOperations } from './operations-incident-parts.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import * as schemas from './schemas-incidents.ts';
import type { Streamed } from './send-streamed.ts';

const { id, messages } = incidentExample;
const [{ message, delivery }] = messages;

/** Incidents and their register. */
export const incidentOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/incidents',
    id: 'listIncidents',
    summary: 'The register of incidents, newest number first',
    scope: 'incidents',
    query: schemas.incidentsQuery,
    answer: schemas.incidentPage,
    examples: { answer: { incidents: [lineExample], next: id } },
    problems: ['forbidden', 'invalid', 'gone'],
    async run(call) {
      const { open, ...query } = call.query;
      const page = await listIncidents(call.ctx, keeperOf(call), {
        ...query,
        open: open === undefined ? undefined : open === 'true',
      });
      const incidents = page.incidents.map(lineAnswer);
      return { value: { incidents, ...present('next', page.next ?? null) } };
    },
  }),

  operation({
    ...common,
    method: 'post',
    path: '/incidents',
    id: 'openIncident',
    summary: 'Open an incident',
    description:
      'The 72 hours of GDPR art. 33(1) run from `awareAt`; alarms go out at 24, 48 and 66 hours while nothing is ' +
      'reported or decided against. Texts name nobody: an erasure does not search them.',
    body: schemas.newIncident,
    mostBytes: 2 * 1024 * 1024,
    examples: {
      body: {
        title: incidentExample.title,
        origin: 'recall' as const,
        awareAt: '2026-11-20T08:30:00Z',
        messages: [{ message, delivery }],
      },
      answer: incidentExample,
    },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run(call) {
      const { unit, ...draft } = call.body;
      const named = unit === undefined ? undefined : await unitOf(call.ctx, unit);
      return answer(call, await openIncident(call.ctx, keeperOf(call), { ...draft, unit: named }));
    },
  }),

  operation({
    ...common,
    method: 'get',
    path: '/incidents/{id}',
    id: 'getIncident',
    summary: 'Read an incident',
    examples: { answer: incidentExample },
    problems: ['forbidden', 'not_found'],
    run: (call) => answer(call),
  }),

  operation({
    ...common,
    method: 'put',
    path: '/incidents/{id}',
    id: 'changeIncident',
    summary: 'Put other values in the place of what describes an incident',
    description:
      'What the body leaves out is not known any more. Somebody else’s change since `version` is never overwritten.',
    body: schemas.changedIncident,
    examples: {
      body: { version: 1, title: incidentExample.title, awareAt: '2026-11-20T08:30:00Z', persons: 2 },
      answer: incidentExample,
    },
    problems: versioned,
    async run(call) {
      const { version, unit, ...body } = call.body;
      const fields = { ...nothingKnown, ...body, unit: await unitOf(call.ctx, unit) };
      await changeIncident(call.ctx, keeperOf(call), call.id, version, fields);
      return answer(call);
    },
  }),

  operation({
    ...common,
    method: 'post',
    path: '/incidents/{id}/decisions',
    id: 'decideIncident',
    summary: 'Decide whether the authority is told, and why',
    description: 'In the system’s name. May be decided anew while the incident is open.',
    body: schemas.decision,
    examples: {
      body: { version: 1, decision: 'no_report' as const, why: 'Nobody opened it.' },
      answer: incidentExample,
    },
    problems: versioned,
    async run(call) {
      const { version, ...draft } = call.body;
      await decideIncident(call.ctx, keeperOf(call), call.id, version, draft);
      return answer(call);
    },
  }),

  ...partOperations,

  operation({
    ...common,
    method: 'post',
    path: '/incidents/{id}/closures',
    id: 'closeIncident',
    summary: 'Close an incident that is dealt with',
    description:
      'Refused (`invalid`, with the `field` that is in the way) without a decision, without a cause, with open tasks, ' +
      'without `reportedAt` where it is to be reported, and without `delayReason` where that was late.',
    body: schemas.standing,
    examples: { body: { version: 3 }, answer: incidentExample },
    problems: versioned,
    async run(call) {
      await closeIncident(call.ctx, keeperOf(call), call.id, call.body.version);
      return answer(call);
    },
  }),

  operation({
    ...common,
    method: 'post',
    path: '/incidents/{id}/reopenings',
    id: 'reopenIncident',
    summary: 'Open a closed incident again, under its number',
    body: schemas.standing,
    examples: { body: { version: 4 }, answer: incidentExample },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'invalid'],
    async run(call) {
      await reopenIncident(call.ctx, keeperOf(call), call.id, call.body.version);
      return answer(call);
    },
  }),

  operation({
    method: 'get',
    path: '/incident-register',
    id: 'exportIncidentRegister',
    summary: 'The register of incidents as CSV',
    description:
      'GDPR art. 33(5). The columns stand in docs/incidents.md. Each request is evidence (`export.made`). An answer that ' +
      'does not end well is cut off.',
    scope: 'incidents',
    query: schemas.registerQuery,
    streams: ['text/csv'],
    answer: schemas.streamed,
    examples: { answer: null },
    problems: ['forbidden', 'invalid'],
    async run(call) {
      const bytes = await exportRegister(call.ctx, keeperOf(call), call.query);
      const value: Streamed = { type: 'text/csv; charset=utf-8', bytes };
      return { value, headers: { 'Content-Disposition': 'attachment; filename="incidents.csv"' } };
    },
  }),
];
