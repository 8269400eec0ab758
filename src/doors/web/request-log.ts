import type { RequestHandler } from 'express';
import { routeOf } from './errors.ts';
import type { WebLog } from './options.ts';

/** One line for each request: method, the route's pattern, status and time. No path, no address, no agent. */
export const requestLog =
  (log: WebLog): RequestHandler =>
  (request, response, next) => {
    const began = performance.now();
    response.on('close', () => {
      log.request({
        method: request.method,
        route: routeOf(request),
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
      });
    });
    next();
  };
