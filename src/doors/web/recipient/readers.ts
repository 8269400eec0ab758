import type { Request, RequestHandler, Response } from 'express';
import type { ReadersPage } from '../../../../views/models/readers.ts';
import { endReader } from '../../../delivery/readers/end-reader.ts';
import { mayName, type Parting } from '../../../delivery/readers/find-parting.ts';
import { listParted } from '../../../delivery/readers/list-parted.ts';
import { nameReader } from '../../../delivery/readers/name-reader.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, param, sendPage } from '../page.ts';
import { basePath } from './landing.ts';
import { nobody, partingOf, personOf, problemOf, statusOf, viewOf } from './parting.ts';

/** `GET /m/<token>/readers`: who reads it beside the recipient, or the form to let somebody. */
export const getReaders =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const parting = await partingOf(options, request, response, mayName);
    if (!parting) return;
    const { done } = request.query;
    await show(options, request, response, parting, {
      form: { ...nobody(parting), days: usualDays },
      done: done === 'named' || done === 'ended' ? done : null,
      error: null,
    });
  };

/** `POST /m/<token>/readers` with the person and `days`: 303 to their state; what is wrong comes back with 422. */
export const postReader =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const parting = await partingOf(options, request, response, mayName);
    if (!parting) return;
    const person = personOf(request, parting);
    const days = Number(field(request, 'days')) || 0;
    const named = `${basePath(request)}/readers?done=named`;
    try {
      await nameReader(ctx, parting, { to: person, until: untilOf(parting, days) }, clientOf(request));
    } catch (error) {
      const problem = problemOf(error);
      // Posted twice: the same person reads it by now.
      const reader = await livingReader(options, parting);
      if (problem === 'already_exists' && reader?.email.toLowerCase() === person.email.toLowerCase()) {
        return response.redirect(303, named);
      }
      const form = { ...person, days };
      return show(options, request, response, parting, { form, done: null, error: problem });
    }
    response.redirect(303, named);
  };

/** `POST /m/<token>/readers/<id>/ends`. */
export const postReaderEnd =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const parting = await partingOf(options, request, response, () => true);
    if (!parting) return;
    await endReader(options.ctx, parting, param(request, 'id'), clientOf(request));
    response.redirect(303, `${basePath(request)}/readers?done=ended`);
  };

const usualDays = 30;
const day = 24 * 60 * 60 * 1000;

const untilOf = ({ expiresAt }: Parting, days: number): string => {
  const last = Date.parse(expiresAt);
  return new Date(days > 0 ? Math.min(Date.now() + days * day, last) : last).toISOString();
};

/** Those that end before the recipient's own, and that. */
const choicesOf = (parting: Parting): ReadersPage['choices'] => [
  ...[7, 14, usualDays].filter((days) => Date.now() + days * day < Date.parse(parting.expiresAt)),
  0,
];

async function livingReader({ ctx }: WebOptions, { delivery }: Parting) {
  return (await listParted(ctx.db, delivery, 'reader')).find(({ living }) => living);
}

async function show(
  options: WebOptions,
  request: Request,
  response: Response,
  parting: Parting,
  state: Pick<ReadersPage, 'form' | 'done' | 'error'>,
): Promise<void> {
  const base = basePath(request);
  const reader = await livingReader(options, parting);
  const model = {
    base,
    ...state,
    choices: choicesOf(parting),
    expiresAt: parting.expiresAt,
    reader: reader ? viewOf(reader) : null,
  };
  sendPage(options.ctx, request, response, 'readers', model, {
    status: statusOf(state.error),
    language: parting.language,
    path: `${base}/readers`,
  });
}
