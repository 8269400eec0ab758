import { readConfig } from '../config.ts';
import { openLog } from './log.ts';
import { serve } from './serve.ts';

/** Milliseconds. The promise is ten seconds. */
const longestStop = 9_000;

/** `segl start`: the whole product, until SIGTERM or SIGINT. */
export async function start(): Promise<number> {
  const config = readConfig();
  const log = openLog();
  for (const name of config.unused) log.warn({ name }, 'this setting has nothing behind it in this version');
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
  const running = await serve(config, log);
  const { origin } = config.url;
  if (running.address) {
    console.log(`Segl is ready: ${origin}/desk`);
    if (running.hasOutbox) console.log(`Mail and SMS that would have left are shown at ${origin}/outbox`);
    if (running.welcome)
      console.log(`Set the first administrator's password here, once: ${origin}${running.welcome}`);
  } else {
    console.log(`Segl is ready: ${[...config.roles].join(', ')}`);
  }
  log.info({ signal: await stopped }, 'stopping');
  // A part that hangs must not hold us: what is committed is durable, and the rest was promised to nobody.
  setTimeout(() => {
    log.warn('stopped before every part had answered');
    process.exit(1);
  }, longestStop).unref();
  await running.stop();
  return 0;
}
