import type { Request, RequestHandler, Response } from 'express';
import type { ChartView, EvidencePage } from '../../../../views/models/evidence.ts';
import {
  type ChartPeriod,
  checkChartPeriod,
  emptyChart,
  lastMonth,
  readChart,
} from '../../../desk/evidence/chart.ts';
import { findDeliveries, type FoundDelivery } from '../../../desk/evidence/find-deliveries.ts';
import { beginSearch, termsOfSearch } from '../../../desk/evidence/search.ts';
import { readTerms } from '../../../desk/evidence/terms.ts';
import { logStanding } from '../../../desk/log/log-standing.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal, Unavailable } from '../../../message/refusals.ts';
import { type DeliveryStatus, statuses } from '../../../message/statuses.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { chartView } from './chart-view.ts';
import { messageTypes, searcherOf, termField, termsShown, termsTyped } from './terms-form.ts';

const onPage = 50;

export const showEvidence = (options: WebOptions): RequestHandler =>
  onDuty(options, 'evidence', (request, response, staff) =>
    sendEvidence(options, request, response, staff, {
      terms: termsShown({}),
      problem: null,
      isOver: request.query.search === 'over',
    }),
  );

/** A search is recorded, and then read under the number of its event: no term stands in an address. */
export const postEvidenceSearch = (options: WebOptions): RequestHandler =>
  onDuty(options, 'evidence', async (request, response, staff) => {
    const typed = termsTyped(request);
    try {
      const search = await beginSearch(options.ctx, searcherOf(staff), readTerms({ ...typed }));
      response.redirect(303, `/desk/evidence/searches/${search}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
      await sendEvidence(options, request, response, staff, {
        terms: typed,
        problem: termField(error),
        isOver: false,
      });
    }
  });

export const showFound = (options: WebOptions): RequestHandler =>
  onDuty(options, 'evidence', async (request, response, staff) => {
    const { ctx } = options;
    const searcher = searcherOf(staff);
    const id = param(request, 'id');
    const terms = await termsOfSearch(ctx, searcher, id).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'not_found') return undefined;
      throw error;
    });
    if (!terms) return response.redirect(303, '/desk/evidence?search=over');
    const after = typeof request.query.after === 'string' ? request.query.after : undefined;
    const { rows, next } = await findDeliveries(ctx, searcher.units, terms, { after, limit: onPage });
    sendPage(ctx, request, response, 'desk-evidence-found', {
      person: personOf(staff),
      terms: termsShown(terms),
      rows: rows.map(rowOf),
      next: next ? `/desk/evidence/searches/${id}?after=${next}` : null,
    });
  });

const rowOf = ({
  message,
  recipient,
  sender,
  unit,
  status,
  sentAt,
  receivedAt,
  openedAt,
}: FoundDelivery) => ({
  href: `/desk/messages/${message}`,
  recipient: recipient || null,
  sender: sender || null,
  unit,
  status,
  sentAt,
  receivedAt,
  openedAt,
});

async function sendEvidence(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: Pick<EvidencePage, 'terms' | 'problem' | 'isOver'>,
): Promise<void> {
  const { ctx } = options;
  const [log, chart] = await Promise.all([logStanding(ctx), chartOf(options, request, staff)]);
  const model = {
    person: personOf(staff),
    types: messageTypes,
    statuses: Object.keys(statuses) as DeliveryStatus[],
    ...state,
    log,
    chart,
  };
  const status = state.problem || chart.problem === 'from' || chart.problem === 'to' ? 422 : 200;
  sendPage(ctx, request, response, 'desk-evidence', model, { status, path: '/desk/evidence' });
}

/** Of the period that is asked for, else of the last month. What cannot be counted leaves the page as it is. */
async function chartOf({ ctx }: WebOptions, request: Request, staff: StaffMember): Promise<ChartView> {
  const { units } = searcherOf(staff);
  const usual = lastMonth(ctx.settings.timeZone);
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 40) : '');
  const asked = { from: text(request.query.from) || usual.from, to: text(request.query.to) || usual.to };
  const problem = problemOf(asked);
  const period = problem ? usual : asked;
  try {
    return chartView(period, problem, await readChart(ctx, units, period));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return chartView(period, 'busy', emptyChart);
  }
}

function problemOf(period: ChartPeriod): 'from' | 'to' | null {
  try {
    checkChartPeriod(period);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.facts.field === 'to' ? 'to' : 'from';
  }
}
