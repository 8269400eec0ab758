import type { RequestHandler } from 'express';
import { Refusal } from '../../message/refusals.ts';

/**
 * Refuses forms that another site sent. Every browser puts `Origin` on a POST; a client that sends neither it nor
 * `Sec-Fetch-Site` is no browser and holds nobody's cookies. `Origin: null` is refused.
 */
export function originCheck(publicUrl: string, isLoopback: boolean): RequestHandler {
  const own = new Set([publicUrl]);
  if (isLoopback) {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const url = new URL(publicUrl);
      url.hostname = host;
      own.add(url.origin);
    }
  }
  return (request, _response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    const origin = request.get('Origin');
    const site = request.get('Sec-Fetch-Site');
    const fromHere = origin === undefined ? site === undefined || site === 'same-origin' : own.has(origin);
    next(fromHere ? undefined : new Refusal('forbidden', 'This form was sent from another site.'));
  };
}
