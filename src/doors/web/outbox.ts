import express, { type RequestHandler, type Router } from 'express';
import type { Context } from '../../delivery/context.ts';
import { isDirect } from './operation.ts';
import type { OutboxReader } from './options.ts';
import { sendPage } from './page.ts';

const most = 1000;
const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** What stayed here instead of leaving by mail or phone: for the very host of SEGL_URL, straight from this machine. */
export function outboxRoutes(ctx: Context, outbox: OutboxReader): Router {
  const router = express.Router();
  const { host, origin } = new URL(ctx.settings.url);
  const local: RequestHandler = (request, _response, next) => {
    const fromHere = loopback.test(request.socket.remoteAddress ?? '');
    next(fromHere && request.headers.host === host && isDirect(request) ? undefined : 'route');
  };
  router.get('/outbox', local, async (request, response) => {
    const entries = (await outbox.list(100)).map(({ kind, to, at, subject, text }) => ({
      kind,
      to,
      at,
      subject: subject ?? null,
      text,
    }));
    sendPage(ctx, request, response, 'outbox', { entries, origin });
  });
  router.get('/outbox.json', local, async (_request, response) => {
    response.set('Cache-Control', 'no-store').json(await outbox.list(most));
  });
  return router;
}
