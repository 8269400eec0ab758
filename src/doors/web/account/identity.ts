import type { Request, RequestHandler, Response } from 'express';
import { beginErrand } from '../../../desk/account/identity-errand.ts';
import {
  identityProblemOf,
  identityRefusal,
  type IdentityProblem,
  isIdentityProblem,
  statusOf,
} from '../../../desk/account/identity-problems.ts';
import { finishIdentitySignIn } from '../../../desk/account/identity-sign-in.ts';
import { wantedClaims } from '../../../desk/account/identity-claims.ts';
import type { StaffIdentity } from '../../../desk/account/identity-provider.ts';
import { staffOf } from '../../../desk/account/sessions.ts';
import { currentPolicy } from '../../../desk/policy.ts';
import { Refusal } from '../../../message/refusals.ts';
import { staffSession } from '../cookies.ts';
import { signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param, sendPage } from '../page.ts';
import { enterDesk } from './enter-desk.ts';
import { clearErrandCookie, errandCookie, setErrandCookie } from './identity-cookie.ts';
import { ownPath } from './own-path.ts';

export interface IdentityOptions extends WebOptions {
  readonly identity: StaffIdentity;
}

/** Characters of an answer: providers' codes have some hundreds, a few have two thousand. */
const longestAnswer = 10_000;

/** Leads to the provider. A link, since a form may lead nowhere but here. */
export function goToProvider(options: IdentityOptions): RequestHandler {
  const begin = (session: string | null) => async (request: Request, response: Response) => {
    const { ctx, identity } = options;
    await telling(options, request, response, async () => {
      const next = ownPath(request.query.next);
      const { ip } = clientOf(request);
      const { address, sealed } = await beginErrand(ctx, identity.provider, { next, session, ip });
      setErrandCookie(response, sealed);
      response.set('Cache-Control', 'no-store').redirect(303, address.href);
    });
  };
  const again = signedIn(options, (request, response, staff) => begin(staff.session.id)(request, response));
  const anew = begin(null);
  return (request, response, next) =>
    request.query.step_up === '1' ? again(request, response, next) : anew(request, response);
}

/** Where the provider sends the browser back to. */
export const comeBack =
  (options: IdentityOptions): RequestHandler =>
  (request, response) =>
    telling(options, request, response, async () => {
      const { ctx, identity } = options;
      const sealed = errandCookie(request);
      clearErrandCookie(response);
      if (request.originalUrl.length > longestAnswer) throw identityRefusal('failed', 'too_long');
      const held = await staffSession(ctx, request);
      const staff = held && (await staffOf(ctx, held));
      const { secret, next } = await finishIdentitySignIn(ctx, identity, {
        sealed,
        answer: new URL(request.originalUrl, ctx.settings.url).searchParams,
        client: clientOf(request),
        current: staff ? { staff, secret: held } : undefined,
      });
      response.set('Cache-Control', 'no-store');
      response.redirect(303, await enterDesk(ctx, request, response, secret, next));
    });

/** A problem once more, in another language. */
export const showProblem =
  (options: IdentityOptions): RequestHandler =>
  (request, response) => {
    const problem = param(request, 'problem');
    if (!isIdentityProblem(problem)) throw new Refusal('not_found');
    tell(options, request, response, problem, []);
  };

async function telling(
  options: IdentityOptions,
  request: Request,
  response: Response,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = error instanceof Refusal ? identityProblemOf(error) : undefined;
    if (!problem) throw error;
    const { ctx, identity } = options;
    const { because = problem } = (error as Refusal).facts;
    identity.log({ problem, because }, 'a sign-in by the identity provider came to nothing');
    const wanted = problem === 'no_role' ? wantedClaims(await currentPolicy(ctx.db)) : [];
    tell(options, request, response, problem, wanted);
  }
}

function tell(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  problem: IdentityProblem,
  wanted: readonly string[],
): void {
  const status = statusOf(problem);
  if (status === 503) response.set('Retry-After', '10');
  const isProof = problem === 'stale' || problem === 'other_person';
  const model = { problem, wanted, again: isProof ? '/desk/step-up' : '/desk/identity' };
  sendPage(ctx, request, response, 'desk-identity-failed', model, {
    status,
    path: `/desk/identity/problems/${problem}`,
  });
}
