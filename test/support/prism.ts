import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../node_modules/@stoplight/prism-cli/dist/index.js', import.meta.url));

/**
 * Serves an OpenAPI description from test/vectors as prism understands it: requests that break the description are
 * answered 422, others with its own examples. Resolves once it listens.
 */
export async function startPrism(vector: string): Promise<{ url: string; close(): Promise<void> }> {
  const description = fileURLToPath(new URL(`../vectors/${vector}`, import.meta.url));
  const child = spawn(process.execPath, [cli, 'mock', '--host', '127.0.0.1', '--port', '0', description], {
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
  throw new Error('prism ended before it listened');
}
