import express, { type RequestHandler, type Router } from 'express';
import { comeBack } from '../../../delivery/eid/come-back.ts';
import type { RecipientEid } from '../../../delivery/eid/eid-provider.ts';
import { recipientSession, setRecipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, sendPage } from '../page.ts';
import { clearEidCookie, eidCookie } from '../recipient/eid-cookie.ts';
import { eidName } from '../recipient/go-to-eid.ts';

/** Characters of an answer: providers' codes have some hundreds, a few have two thousand. */
const longestAnswer = 10_000;

/** `/eid/return`: where the eID provider sends people back. */
export function eidReturnRoutes(options: WebOptions): Router {
  const router = express.Router();
  const { eid } = options;
  if (eid) router.get('/return', getReturn(options, eid));
  return router;
}

const getReturn =
  ({ ctx }: WebOptions, eid: RecipientEid): RequestHandler =>
  async (request, response) => {
    const { originalUrl } = request;
    const came =
      originalUrl.length <= longestAnswer
        ? await comeBack(ctx, eid, {
            sealed: eidCookie(request),
            answer: new URL(originalUrl, ctx.settings.url).searchParams,
            session: await recipientSession(ctx, request),
            client: clientOf(request),
          })
        : undefined;
    if (!came) {
      const model = { eid: eidName(ctx) };
      return sendPage(ctx, request, response, 'eid-lost', model, { status: 422, path: '/eid/return' });
    }
    // One that belongs to another errand is left, for that one may still come back.
    clearEidCookie(response);
    if (came.session) await setRecipientSession(ctx, response, came.session);
    const { token, act, problem } = came;
    const what = problem === null ? '' : act === 'opening' ? `/eid/${problem}` : `/eid/signing/${problem}`;
    response.set('Cache-Control', 'no-store').redirect(303, `/m/${token}${what}`);
  };
