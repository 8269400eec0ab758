import type { Request, RequestHandler, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { texts } from '../../../../views/languages/index.ts';
import type { NewIncidentPage } from '../../../../views/models/incidents.ts';
import type { MessageRef } from '../../../desk/incidents/incident-messages.ts';
import { openIncident } from '../../../desk/incidents/open-incident.ts';
import { localTime } from '../../../desk/incidents/local-instant.ts';
import { prefillIncident } from '../../../desk/incidents/prefill-incident.ts';
import { listUnits } from '../../../desk/people/units.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { isUuid } from '../../../message/ids.ts';
import { incidentOrigins } from '../../../message/incidents.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, languageOf, sendPage } from '../page.ts';
import { demandInstant, keeperOf, messagesOf, problemOf } from './incident-form.ts';

type Form = Pick<
  NewIncidentPage,
  'id' | 'origin' | 'title' | 'awareOn' | 'awareTime' | 'what' | 'messages' | 'problem'
> & { readonly unit: string | undefined };

const originOf = (text: unknown) => incidentOrigins.find((each) => each === text) ?? 'by_hand';

/**
 * `GET /desk/incidents/new`; about some: with `message` once for each, or `messages` with commas between, and `origin`. Refuses
 * not_found.
 */
export const showNewIncident = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const { ctx } = options;
    const { message, messages } = request.query;
    const asked = [message, typeof messages === 'string' ? messages.split(',') : []]
      .flat()
      .filter((each) => typeof each === 'string');
    const start =
      asked.length > 0
        ? await prefillIncident(ctx, keeperOf(staff), {
            messages: asked,
            origin: incidentOrigins.find((each) => each === request.query.origin),
          })
        : null;
    const aware = localTime(start?.awareAt ?? new Date().toISOString(), ctx.settings.timeZone);
    const { starts } = texts[languageOf(ctx, request, response)].incidents;
    await show(options, request, response, staff, {
      id: uuidv7(),
      origin: start?.origin ?? 'by_hand',
      title: '',
      awareOn: aware.slice(0, 10),
      awareTime: aware.slice(11),
      what: start && start.recipients > 0 ? starts(start.recipients, start.opened) : '',
      unit: undefined,
      messages: (start?.messages ?? []).map(shownRef),
      problem: null,
    });
  });

export const postIncident = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const { ctx } = options;
    const [id, title, what, unit] = ['id', 'title', 'what', 'unit'].map((name) => field(request, name)) as [
      string,
      string,
      string,
      string,
    ];
    const origin = originOf(field(request, 'origin'));
    const messages = messagesOf(request);
    const hasUnit = (request.body as Record<string, unknown> | undefined)?.unit !== undefined;
    try {
      const awareAt = demandInstant(ctx, request, ['awareOn', 'awareTime'], { field: 'awareAt' });
      const opened = await openIncident(ctx, keeperOf(staff), {
        origin,
        title,
        what,
        awareAt,
        messages,
        ...(isUuid(id) ? { id } : {}),
        ...(hasUnit ? { unit: unit === '' ? null : unit } : {}),
      });
      response.redirect(303, `/desk/incidents/${opened}?done=opened`);
    } catch (error) {
      await show(options, request, response, staff, {
        id: isUuid(id) ? id : uuidv7(),
        origin,
        title: title.toWellFormed(),
        awareOn: field(request, 'awareOn'),
        awareTime: field(request, 'awareTime'),
        what: what.toWellFormed(),
        unit: hasUnit ? unit : undefined,
        messages: messages.map(shownRef),
        problem: problemOf(error, 'what'),
      });
    }
  });

const shownRef = ({ message, delivery }: MessageRef) => ({ message, delivery: delivery ?? null });

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { unit, ...form }: Form,
): Promise<void> {
  const { units: kept } = keeperOf(staff);
  const named = (await listUnits(ctx)).filter(({ id }) => kept === null || kept.includes(id));
  const units = [
    ...(kept === null ? [{ id: '', name: null }] : []),
    ...named.map(({ id, name }) => ({ id, name })),
  ];
  const own = units.some(({ id }) => id === staff.unit) ? staff.unit : (units[0]?.id ?? '');
  const model: NewIncidentPage = {
    person: personOf(staff),
    ...form,
    // Of messages the verb knows the unit itself.
    units: form.messages.length > 0 && unit === undefined ? [] : units,
    unit: unit ?? own,
    timeZone: ctx.settings.timeZone,
  };
  const status = form.problem ? 422 : 200;
  sendPage(ctx, request, response, 'desk-incident-new', model, { status, path: '/desk/incidents/new' });
}
