import express, { type Request, type Router } from 'express';
import { closedParts } from '../../desk/log/closed-parts.ts';
import type { WebOptions } from './options.ts';

/** Whether a request came to this process itself, not through a proxy on behalf of somebody else. */
export const isDirect = (request: Request): boolean =>
  !Object.keys(request.headers).some((name) => /^(forwarded|via|x-real-ip|x-forwarded-.*)$/.test(name));

/** What operators and their machines ask. */
export function operationRoutes({ ctx, unready, metrics }: WebOptions): Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const missing = await unready();
    response.set('Cache-Control', 'no-store');
    if (missing.length > 0) return void response.status(503).json({ status: 'not ready', missing });
    // A closed log takes nothing away from senders and recipients: what they do is recorded and waits. A balancer that took
    // us out for it would turn doubt about the evidence into an outage.
    const closed = await closedParts(ctx).catch(() => []);
    response.json(closed.length === 0 ? { status: 'ready' } : { status: 'ready', closed });
  });
  // Figures show traffic, so they are for the machine itself and its network, not for the public side of a proxy.
  router.get('/metrics', async (request, response, next) => {
    if (!isDirect(request)) return next();
    response
      .set('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .end(await metrics.read());
  });
  return router;
}
