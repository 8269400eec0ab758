import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../node_modules/@stoplight/prism-cli/dist/index.js', import.meta.url));

export interface Prism {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves an OpenAPI description from test/vectors as prism understands it: requests that break the description are
 * answered 422, others with its own examples. Resolves once it listens.
 */
export const startPrism = (vector: string): Promise<Prism> =>
  runPrism('mock', fileURLToPath(new URL(`../vectors/${vector}`, import.meta.url)));

/** Runs prism on a free port of 127.0.0.1. Resolves once it listens; `close` resolves once its process has ended. */
export async function runPrism(command: 'mock' | 'proxy', ...more: readonly string[]): Promise<Prism> {
  const child = spawn(process.execPath, [cli, command, '--host', '127.0.0.1', '--port', '0', ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface(child.stdout)) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (!url) continue;
    // Whatever it logs later is read and dropped, so that it never waits for us.
    child.stdout.resume();
    return {
      url,
      close: () => {
        child.kill();
        return ended;
      },
    };
  }
  throw new Error('prism ended before it listened: it could not read the description');
}
