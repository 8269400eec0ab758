import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(
  new URL('../../../../node_modules/@stoplight/prism-cli/dist/index.js', import.meta.url),
);

/**
 * Puts prism between a client and `upstream`: what breaks the description, in either direction, is told in the header
 * `sl-violations` of the answer.
 */
export async function startPrismProxy(
  description: unknown,
  upstream: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-prism-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(description));
  const flags = ['--host', '127.0.0.1', '--port', '0', '--validate-request=false'];
  const child = spawn(process.execPath, [cli, 'proxy', ...flags, file, upstream], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface(child.stdout)) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (!url) continue;
    child.stdout.resume();
    return {
      url,
      async close() {
        child.kill();
        await ended;
        await rm(folder, { recursive: true });
      },
    };
  }
  throw new Error('prism ended before it listened: it could not read the description');
}
