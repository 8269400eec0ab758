import type { Request, RequestHandler, Response } from 'express';
import type { PassPage } from '../../../../views/models/readers.ts';
import { mayPass, type Parting } from '../../../delivery/readers/find-parting.ts';
import { listParted } from '../../../delivery/readers/list-parted.ts';
import { domainOf, passOn } from '../../../delivery/readers/pass-on.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, sendPage } from '../page.ts';
import { basePath } from './landing.ts';
import { nobody, partingOf, personOf, problemOf, statusOf, viewOf } from './parting.ts';

/** `GET /m/<token>/readdresses`: the form with which a member of a shared mailbox passes a message on. */
export const getPassing =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const parting = await partingOf(options, request, response, mayPass);
    if (!parting) return;
    const done = request.query.done !== undefined;
    await show(options, request, response, parting, { form: nobody(parting), done, error: null });
  };

/** `POST /m/<token>/readdresses` with the person: 303; what is wrong comes back with 422. */
export const postPassing =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const parting = await partingOf(options, request, response, mayPass);
    if (!parting) return;
    const form = personOf(request, parting);
    try {
      await passOn(options.ctx, parting, form, clientOf(request));
    } catch (error) {
      const problem = problemOf(error);
      return show(options, request, response, parting, { form, done: false, error: problem });
    }
    response.redirect(303, `${basePath(request)}/readdresses?done=1`);
  };

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  parting: Parting,
  state: Pick<PassPage, 'form' | 'done' | 'error'>,
): Promise<void> {
  const base = basePath(request);
  const passed = await listParted(ctx.db, parting.delivery, 'passed');
  const model = { base, ...state, domain: domainOf(parting.email), passed: passed.map(viewOf) };
  sendPage(ctx, request, response, 'pass-on', model, {
    status: statusOf(state.error),
    language: parting.language,
    path: `${base}/readdresses`,
  });
}
