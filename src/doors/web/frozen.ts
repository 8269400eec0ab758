import type { RequestHandler } from 'express';
import { Frozen } from '../../message/refusals.ts';
import type { WebOptions } from './options.ts';

/** While the service is frozen every page says so. The REST door, which answers in its own form, says it itself. */
export const holdWhileFrozen =
  ({ isFrozen }: WebOptions): RequestHandler =>
  (request, _response, next) => {
    if (isFrozen() && !/^\/api\/v1(\/|$)/i.test(request.path)) throw new Frozen();
    next();
  };
