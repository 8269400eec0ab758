import express, { type RequestHandler, type Router } from 'express';
import { beginOpeningByEid } from '../../../delivery/eid/begin-opening.ts';
import { EidFailure, type RecipientEid } from '../../../delivery/eid/eid-provider.ts';
import { type EidProblem, isEidProblem } from '../../../message/eid-problems.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, languageOf, param } from '../page.ts';
import { smallForm } from '../small-form.ts';
import { eidName, eidStatus, goToEid } from './go-to-eid.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';
import { showSigningProblem } from './sign-by-eid.ts';

interface EidOptions extends WebOptions {
  readonly eid: RecipientEid;
}

/** Recipients on their way to the eID provider; they come back at `/eid/return`. */
export function eidRoutes(options: WebOptions): Router {
  const router = express.Router();
  const { eid } = options;
  if (!eid) return router;
  router.post('/:token/eid', smallForm('16kb', 20), postEid({ ...options, eid }));
  router.get('/:token/eid/:problem', getProblem(options));
  router.get('/:token/eid/signing/:problem', getSigningProblem(options));
  return router;
}

/** `POST /m/<token>/eid`: to the provider, to open. */
const postEid =
  ({ ctx, eid }: EidOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    const language = languageOf(ctx, request, response, delivery.language);
    const client = clientOf(request);
    try {
      const token = param(request, 'token');
      const begun = await beginOpeningByEid(ctx, eid, delivery, { token, language, client });
      goToEid(ctx, request, response, begun, { language, base: basePath(request) });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'gone') {
        return showLanding(ctx, request, response, delivery);
      }
      if (!(error instanceof EidFailure)) throw error;
      const { problem, because } = error;
      eid.log({ problem, because, act: 'opening' }, 'an eID did not succeed');
      await showLanding(ctx, request, response, delivery, {
        status: eidStatus(problem),
        error: { kind: 'eid', problem, eid: eidName(ctx) },
      });
    }
  };

const problemIn = (text: string): EidProblem => {
  if (!isEidProblem(text)) throw new Refusal('not_found');
  return text;
};

/** `GET /m/<token>/eid/<problem>`: the page before a code, and why the eID did not open. */
const getProblem =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const problem = problemIn(param(request, 'problem'));
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    await showLanding(ctx, request, response, delivery, {
      status: eidStatus(problem),
      error: { kind: 'eid', problem, eid: eidName(ctx) },
    });
  };

/** `GET /m/<token>/eid/signing/<problem>`: why nothing was signed. */
const getSigningProblem =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const problem = problemIn(param(request, 'problem'));
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    const language = languageOf(ctx, request, response, delivery.language);
    showSigningProblem({ ctx }, request, response, { base: basePath(request), problem, language });
  };
