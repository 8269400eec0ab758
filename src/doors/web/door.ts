import express, { type Express } from 'express';
import { letClientFinish } from '../http/let-client-finish.ts';
import { serveAssets } from './assets.ts';
import { isDeskPath } from './account/own-path.ts';
import { deskRoutes } from './desk/routes.ts';
import { errorPage } from './errors.ts';
import { holdWhileFrozen } from './frozen.ts';
import { keyRoutes } from './key-routes.ts';
import { logRoutes } from './log-routes.ts';
import { operationRoutes } from './operation.ts';
import { ownerRoutes } from './mailboxes/owner-routes.ts';
import type { WebOptions } from './options.ts';
import { originCheck } from './origin-check.ts';
import { outboxRoutes } from './outbox.ts';
import { sendPage } from './page.ts';
import { phoneCallbacks } from './phone-callbacks.ts';
import { recipientRoutes } from './recipient/routes.ts';
import { requestLog } from './request-log.ts';
import { eidReturnRoutes } from './returning/eid-return.ts';
import { myRoutes } from './returning/my-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { verifierRoutes } from './verifier/verifier-routes.ts';

/** The HTTP application: recipients' pages, the desk, the REST door, and what operators ask. */
export function webDoor(options: WebOptions): Express {
  const { ctx } = options;
  const { url } = ctx.settings;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  if (options.trustProxy !== undefined) app.set('trust proxy', options.trustProxy);

  app.use(requestLog(options.log));
  app.use(letClientFinish);
  app.use(operationRoutes(options));
  app.use(securityHeaders(url.startsWith('https:')));
  app.use(serveAssets);
  app.use(holdWhileFrozen(options));
  app.use('/api/v1', options.rest);
  app.use(logRoutes(options));
  app.use(verifierRoutes());
  app.use(keyRoutes(options));
  if (options.provider) app.use(phoneCallbacks(ctx, options.provider));
  app.use(originCheck(url, options.isLoopback));
  app.use('/m', recipientRoutes(options));
  app.use('/my', myRoutes(options));
  app.use('/mailbox', ownerRoutes(options));
  app.use('/eid', eidReturnRoutes(options));
  app.use('/desk', deskRoutes(options));
  if (options.outbox && options.isLoopback) app.use(outboxRoutes(ctx, options.outbox));
  app.get('/', (request, response) => sendPage(ctx, request, response, 'front', {}));
  app.get('/robots.txt', (_request, response) => {
    response.type('text/plain').end('User-agent: *\nDisallow: /\n');
  });
  app.use((request, response) => {
    const atDesk = isDeskPath(request.originalUrl);
    const model = { status: 404, kind: 'not_found', code: null, atDesk, reference: '' } as const;
    sendPage(ctx, request, response, 'error', model, { status: 404 });
  });
  app.use(errorPage(options));
  return app;
}
