import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Prism, runPrism } from '../../../support/prism.ts';

/**
 * Puts prism between a client and `upstream`: what breaks the description, in either direction, is told in the header
 * `sl-violations` of the answer.
 */
export async function startPrismProxy(description: unknown, upstream: string): Promise<Prism> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-prism-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(description));
  const prism = await runPrism('proxy', '--validate-request=false', file, upstream);
  return {
    url: prism.url,
    async close() {
      await prism.close();
      await rm(folder, { recursive: true });
    },
  };
}
