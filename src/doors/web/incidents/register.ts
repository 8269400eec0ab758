import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import type { IncidentRow, IncidentsPage } from '../../../../views/models/incidents.ts';
import { exportRegister } from '../../../desk/incidents/export-register.ts';
import { incidentCauses } from '../../../desk/incidents/incident-causes.ts';
import type { IncidentLine } from '../../../desk/incidents/incident.ts';
import { incidentYears } from '../../../desk/incidents/incident-years.ts';
import { listIncidents } from '../../../desk/incidents/list-incidents.ts';
import { localTime } from '../../../desk/incidents/local-instant.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { causesPeriod, causesView } from './causes-view.ts';
import { clockView } from './clock-view.ts';
import { keeperOf } from './incident-form.ts';

const onPage = 50;

/** A year of four digits; '': all of them. */
const yearOf = (text: unknown): string => (typeof text === 'string' && /^20\d\d$/.test(text) ? text : '');

export const showIncidents = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const { ctx } = options;
    const keeper = keeperOf(staff);
    const year = yearOf(request.query.year);
    const state = (['open', 'closed'] as const).find((each) => each === request.query.state) ?? '';
    const after = state !== '' && typeof request.query.after === 'string' ? request.query.after : undefined;
    const listOf = async (open: boolean) => {
      if (state === (open ? 'closed' : 'open')) return null;
      const counted = year === '' ? {} : { year: Number(year) };
      return listIncidents(ctx, keeper, {
        ...counted,
        open,
        by: open ? 'due' : 'number',
        after,
        limit: onPage,
      });
    };
    const today = localTime(new Date().toISOString(), ctx.settings.timeZone).slice(0, 10);
    const period = causesPeriod(year, today);
    const [open, closed, years, causes] = await Promise.all([
      listOf(true),
      listOf(false),
      incidentYears(ctx, keeper),
      incidentCauses(ctx, keeper, period),
    ]);
    const nextOf = (shown: 'open' | 'closed', next: string | undefined) =>
      next ? `/desk/incidents?${new URLSearchParams({ year, state: shown, after: next })}` : null;
    const choices = new Set([...(year === '' ? [] : [year]), today.slice(0, 4), ...years.map(String)]);
    const model: IncidentsPage = {
      person: personOf(staff),
      year,
      years: [...choices].sort().reverse(),
      state,
      open: open && open.incidents.map(rowOf),
      closed: closed && closed.incidents.map(rowOf),
      nextOpen: nextOf('open', open?.next),
      nextClosed: nextOf('closed', closed?.next),
      causes: causesView(period, causes),
    };
    sendPage(ctx, request, response, 'desk-incidents', model);
  });

const rowOf = ({ dueAt, reportedAt, origin: _, ...line }: IncidentLine): IncidentRow => ({
  ...line,
  clock: clockView({ dueAt, reportedAt }, line.decision),
});

/** `POST /desk/incidents/registers`: the register as a file, whole or of one year. */
export const postRegister = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const year = yearOf(field(request, 'year'));
    const format = field(request, 'format') === 'excel' ? 'excel' : 'csv';
    const wish = { format, ...(year === '' ? {} : { year: Number(year) }) } as const;
    const bytes = await exportRegister(options.ctx, keeperOf(staff), wish);
    response.attachment(`incidents${year === '' ? '' : `-${year}`}.csv`).set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      await pipeline(Readable.from(bytes(gone.signal), { objectMode: false }), response);
    } catch (error) {
      if (response.closed) return;
      response.destroy();
      throw error;
    }
  });
