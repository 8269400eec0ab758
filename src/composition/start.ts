import { type Config, readConfig } from '../config.ts';
import { openLog } from './log.ts';
import type { Running } from './serve.ts';
import { startDatabase } from './start-database.ts';

/** Milliseconds. The promise is ten seconds, also on a machine so busy that a timer is late. */
const longestStop = 7_500;

/** `segl start`: the whole product, until SIGTERM or SIGINT. */
export async function start(): Promise<number> {
  const config = readConfig();
  const log = openLog();
  const stopped = stopAsked(() => {
    log.warn('stopped before every part had answered');
    process.exit(1);
  });
  const starting = startDatabase(config);
  const { serve } = await import('./serve.ts');
  const running = await serve(config, log, starting);
  console.log(greeting(config, running).join('\n'));
  if (!config.evidence.tsa)
    log.warn(
      'the log is anchored nowhere, and proves nothing against whoever runs this server: set SEGL_TSA',
    );
  log.info({ signal: await stopped }, 'stopping');
  await running.stop();
  return 0;
}

/** What the operator needs first, a line each. */
function greeting({ url: { origin }, roles }: Config, running: Running): string[] {
  const { address, gateway, hasOutbox, welcome } = running;
  if (!address) return [`Segl is ready: ${[...roles].join(', ')}${gateway ? ` (SMTP at ${gateway})` : ''}`];
  return [
    `Segl is ready: ${origin}/desk`,
    ...(gateway ? [`Mail programs and systems send through ${gateway} (SMTP)`] : []),
    ...(hasOutbox ? [`Mail and SMS that would have left are shown at ${origin}/outbox`] : []),
    ...(welcome ? [`Set the first administrator's password here, once: ${origin}${welcome}`] : []),
  ];
}

/**
 * Resolves to the first SIGTERM or SIGINT, also one that comes during the start. A part that hangs must not hold us
 * then: what is committed is durable, and the rest was promised to nobody.
 */
function stopAsked(onLate: () => void): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        setTimeout(onLate, longestStop).unref();
        resolve(signal);
      });
    }
  });
}
