import { type Logger, pino } from 'pino';
import type { WebLog } from '../doors/web/options.ts';

/**
 * One JSON line an event, to standard output. Nothing personal goes in, so nothing needs to be taken out. Lines are
 * written some at a time, at the latest after a second: a write for each request would cost more than the request's page.
 */
export function openLog(): Logger {
  const lines = pino.destination({ fd: 1, sync: false, minLength: 8192 });
  setInterval(() => lines.flush(), 1_000).unref();
  process.on('exit', () => lines.flushSync());
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, lines);
}

export type Log = Logger;

/** What of an error may be logged: its kind, its code, and where in our code it came from; never its words. */
export function errorFacts(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, part } = error as { code?: unknown; part?: unknown };
  const at = error.stack
    ?.split('\n')
    .find((line) => /\/(src|views)\//.test(line))
    ?.match(/(?:src|views)\/[^)]*/)?.[0];
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof part === 'string' ? { part } : {}),
    ...(at ? { at } : {}),
    ...(error.cause instanceof Error ? { cause: error.cause.name } : {}),
  };
}

export const webLog = (log: Log): WebLog => ({
  request: (facts) => log.info(facts, 'request'),
  failure: ({ reference, route, error }) =>
    log.error({ reference, route, ...errorFacts(error) }, 'request failed'),
});
