import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, Request } from 'express';
import type { ErrorPage } from '../../../views/models/portal.ts';
import { Refusal, refusalCodes, Unavailable } from '../../message/refusals.ts';
import { UploadCut, UploadTooSlow } from '../http/receive.ts';
import { isDeskPath, ownPath } from './account/own-path.ts';
import type { WebOptions } from './options.ts';
import { sendPage } from './page.ts';

/** The last stop of every error: a page that says what to do, with a reference; the log has the rest. */
export const errorPage =
  ({ ctx, log }: WebOptions): ErrorRequestHandler =>
  (error, request, response, _next) => {
    // The client is gone: there is nobody to answer, and nothing of ours has failed.
    if (error instanceof UploadCut || response.closed) return;
    const reference = randomBytes(4).toString('hex').toUpperCase();
    const model = {
      ...describe(error),
      next: cameFrom(request),
      atDesk: isDeskPath(request.originalUrl),
      reference,
    };
    if (model.status >= 500) log.failure({ reference, route: routeOf(request), error });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    for (const name of ['Content-Length', 'Content-Range', 'Content-Disposition'])
      response.removeHeader(name);
    if (model.kind === 'unavailable') response.set('Retry-After', '10');
    if (error instanceof UploadTooSlow) response.set('Connection', 'close');
    sendPage(ctx, request, response, 'error', model, { status: model.status, path: '/' });
  };

/** The page whose form was sent, where it is one of the desk: browsers tell our own pages. */
const cameFrom = (request: Request): string => ownPath(URL.parse(request.get('Referer') ?? '')?.pathname);

function describe(error: unknown): Omit<ErrorPage, 'reference'> {
  if (error instanceof UploadTooSlow) return { status: 408, kind: 'invalid', code: null };
  if (error instanceof Unavailable) return { status: 503, kind: 'unavailable', code: null };
  if (error instanceof Refusal) {
    const status: number = refusalCodes[error.code].http;
    return { status, kind: kinds[status] ?? 'invalid', code: error.code };
  }
  // Errors of the form parser carry a status of their own.
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { status, kind: kinds[status] ?? 'invalid', code: null };
  }
  return { status: 500, kind: 'error', code: null };
}

const kinds: Readonly<Record<number, ErrorPage['kind']>> = {
  403: 'forbidden',
  404: 'not_found',
  405: 'method',
  413: 'too_large',
  429: 'too_many',
  503: 'unavailable',
};

/** The pattern of the route, never the path: paths hold link tokens. Where we mount routers, no path holds any. */
export const routeOf = (request: { baseUrl: string; route?: { path?: unknown } | undefined }): string => {
  const path = request.route?.path;
  return typeof path === 'string' ? `${request.baseUrl}${path}` : 'unmatched';
};
