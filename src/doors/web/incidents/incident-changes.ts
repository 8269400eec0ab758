import type { Request, RequestHandler } from 'express';
import type { IncidentSection } from '../../../../views/models/incidents.ts';
import type { Context } from '../../../delivery/context.ts';
import { changeIncident } from '../../../desk/incidents/change-incident.ts';
import type { GivenFields } from '../../../desk/incidents/fields.ts';
import type { Incident } from '../../../desk/incidents/incident.ts';
import { readIncident } from '../../../desk/incidents/read-incident.ts';
import { dataKinds, type IncidentCause } from '../../../message/incidents.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import { demandInstant, instantOf, keeperOf, problemOf, typedIn } from './incident-form.ts';
import { sendIncident } from './incident-page.ts';

type Reader = (ctx: Context, request: Request, stands: Incident) => GivenFields;

const orNull = (text: string): string | null => (text === '' ? null : text);

/** What each section's form changes. */
const readers: Readonly<Partial<Record<IncidentSection, Reader>>> = {
  what: (_ctx, request) => ({
    title: field(request, 'title'),
    what: field(request, 'what'),
    // The verb knows which there are.
    cause: orNull(field(request, 'cause')) as IncidentCause | null,
  }),
  data: (_ctx, request) => ({
    dataKinds: dataKinds.filter((kind) => field(request, `kind-${kind}`) !== ''),
    persons: countOf(request, 'persons'),
    records: countOf(request, 'records'),
  }),
  consequences: (_ctx, request) => ({ consequences: field(request, 'consequences') }),
  measures: (_ctx, request) => ({ measures: field(request, 'measures') }),
  people: (_ctx, request) => ({
    responsible: orNull(field(request, 'responsible')),
    deputy: orNull(field(request, 'deputy')),
  }),
  report: (ctx, request, { awareAt, reportedAt }) => ({
    awareAt: demandInstant(ctx, request, ['awareOn', 'awareTime'], { field: 'awareAt', stands: awareAt }),
    reportedAt: instantOf(ctx, request, ['reportedOn', 'reportedTime'], {
      field: 'reportedAt',
      stands: reportedAt,
    }),
    ...(typedIn(request).delayReason === undefined ? {} : { delayReason: field(request, 'delayReason') }),
  }),
  'follow-up': (_ctx, request) => ({ followUpOn: orNull(field(request, 'followUpOn')) }),
};

/** A number as people write it, `1.200` or `1 200`; empty: not known. Refuses invalid. */
function countOf(request: Request, name: 'persons' | 'records'): number | null {
  const digits = field(request, name)
    .trim()
    .replace(/(?<=\d)[ .\u00a0\u202f](?=\d{3}\b)/g, '');
  if (digits === '') return null;
  if (/^\d{1,12}$/.test(digits)) return Number(digits);
  throw new Refusal('invalid', `“${name}” must be a number.`, { field: name, problem: 'unknown' });
}

/** `POST /desk/incidents/{id}/changes`: one section's fields; the others stay. */
export const postIncidentChange = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const { ctx } = options;
    const id = param(request, 'id');
    const section = field(request, 'section') as IncidentSection;
    const read = Object.hasOwn(readers, section) ? readers[section] : undefined;
    if (!read) throw new Refusal('invalid', 'There is no such section.', { field: 'section' });
    try {
      const keeper = keeperOf(staff);
      const stands = await readIncident(ctx, keeper, id);
      const version = Number(field(request, 'version'));
      await changeIncident(ctx, keeper, id, version, read(ctx, request, stands));
      response.redirect(303, `/desk/incidents/${stands.id}?done=changed&section=${section}#${section}`);
    } catch (error) {
      const problem = problemOf(error, section);
      await sendIncident(options, request, response, staff, { problem, typed: typedIn(request) });
    }
  });
