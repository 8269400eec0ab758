import { type Logger, pino } from 'pino';
import type { WebLog } from '../doors/web/options.ts';

/** One JSON line an event, to standard output. Nothing personal goes in, so nothing needs to be taken out. */
export const openLog = (): Logger => pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

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
