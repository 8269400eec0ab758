import type { Request, RequestHandler, Response } from 'express';
import type { FailureGroupPage } from '../../../../views/models/failures.ts';
import { type ChosenFailures, closeFailures, wordLength } from '../../../desk/failures/close-failures.ts';
import { readFailureTerms } from '../../../desk/failures/failure-terms.ts';
import { listFailures } from '../../../desk/failures/list-failures.ts';
import { retryWork } from '../../../desk/failures/retry-work.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { hasDutySomewhere } from '../../../message/rights.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { keeperOf, nameOf, queryOf, rowOf, termsAsked, termsTyped } from './failure-form.ts';

const onPage = 50;

type Form = Pick<FailureGroupPage, 'terms' | 'chosen' | 'word'>;

export const showFailureGroup = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', (request, response, staff) =>
    show(options, request, response, staff, { terms: termsAsked(request), chosen: [], word: '' }, null),
  );

export const postClosures = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', (request, response, staff) =>
    act(options, request, response, staff, 'closed', (form) => {
      const all = field(request, 'what') === 'all';
      const chosen: ChosenFailures = all
        ? { terms: readFailureTerms({ ...form.terms }), until: seenAt(request) }
        : { ids: form.chosen };
      return closeFailures(options.ctx, keeperOf(staff), chosen, form.word);
    }),
  );

export const postRetries = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', (request, response, staff) =>
    act(options, request, response, staff, 'retried', ({ chosen, word }) =>
      retryWork(options.ctx, keeperOf(staff), chosen, word),
    ),
  );

async function act(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  done: 'closed' | 'retried',
  verb: (form: Form) => Promise<number>,
): Promise<void> {
  const form: Form = {
    terms: termsTyped(request),
    chosen: Object.keys((request.body ?? {}) as object).flatMap((name) =>
      name.startsWith('failure-') ? name.slice('failure-'.length) : [],
    ),
    word: field(request, 'word'),
  };
  if (field(request, 'what') !== 'all' && form.chosen.length === 0) {
    return show(options, request, response, staff, form, 'chosen');
  }
  try {
    await verb(form);
  } catch (error) {
    const blamed = error instanceof Refusal && blamedFor(error);
    if (!blamed) throw error;
    return show(options, request, response, staff, form, blamed);
  }
  response.redirect(303, `/desk/failures/group${queryOf({ ...form.terms, done })}`);
}

function blamedFor({ code, facts }: Refusal): FailureGroupPage['error'] | undefined {
  if (code === 'already_closed') return 'closed';
  return code === 'invalid' && facts.field === 'word' ? 'word' : undefined;
}

/** When the page was made on which somebody chose everything. Refuses invalid. */
function seenAt(request: Request): string {
  const seen = field(request, 'seen');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(seen) || Number.isNaN(Date.parse(seen))) {
    throw new Refusal('invalid', 'The page is not one of ours.', { field: 'seen' });
  }
  return seen;
}

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  form: Form,
  error: FailureGroupPage['error'],
): Promise<void> {
  const seen = new Date().toISOString();
  const terms = readFailureTerms({ ...form.terms });
  const after = typeof request.query.after === 'string' ? request.query.after : undefined;
  const { units } = keeperOf(staff);
  const { rows, next } = await listFailures(ctx, units, terms, { open: true, after, limit: onPage });
  const messages = [...new Set(rows.flatMap(({ message }) => message ?? []))];
  const { done } = request.query;
  const model: FailureGroupPage = {
    person: personOf(staff),
    name: nameOf(terms, rows[0]?.system?.name),
    ...form,
    rows: rows.map(rowOf),
    next: next ? `/desk/failures/group${queryOf({ ...form.terms, after: next })}` : null,
    seen,
    most: wordLength,
    error,
    done: done === 'closed' || done === 'retried' ? done : null,
    incident:
      messages.length > 0 && hasDutySomewhere(staff.grants, 'incidents')
        ? `/desk/incidents/new?origin=failures${messages.map((each) => `&message=${each}`).join('')}`
        : null,
  };
  const path = `/desk/failures/group${queryOf({ ...form.terms })}`;
  sendPage(ctx, request, response, 'desk-failures-group', model, { status: error ? 422 : 200, path });
}
