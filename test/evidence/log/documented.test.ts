import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { encodeBase64 } from '../../../src/evidence/log/base64.ts';
import { leafHash } from '../../../src/evidence/log/hashes.ts';
import { logFiles, noteKey } from '../../support/log-folder.ts';
import { lacks } from '../../support/tools.ts';

const page = readFileSync(new URL('../../../docs/log.md', import.meta.url), 'utf8');

/** The commands of docs/log.md under this name, as they stand there. */
function documented(name: string): string {
  const [, commands] = new RegExp(`\`\`\`sh\\n# ${name}\\n([^]*?)\`\`\``).exec(page) ?? [];
  assert.ok(commands, `docs/log.md has commands named ${name}`);
  return commands;
}

const shell = (commands: string, cwd: string, env: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      'sh',
      ['-euc', commands],
      { cwd, env: { ...process.env, ...env }, encoding: 'utf8' },
      (error, output, errors) =>
        error ? reject(new Error(`${error.message}${output}${errors}`)) : resolve(output),
    );
  });

describe('What docs/log.md tells to type', { skip: lacks('curl') || lacks('openssl', 'version') }, () => {
  it('copies a log of a thousand tiles and three levels, checks its signature, and hashes an entry', async () => {
    const key = noteKey();
    const entries = Array.from({ length: 256 * 1001 + 5 }, (_, i) => new TextEncoder().encode(String(i)));
    const files = await logFiles(entries, [key, noteKey()]);
    const server = createServer((request, response) => {
      const path = request.url!.slice('/log/'.length);
      const file = files.get(path);
      const refused =
        path.startsWith('tile/entries/') && request.headers.authorization !== 'Bearer the secret';
      response.writeHead(refused ? 401 : file ? 200 : 404).end(refused ? undefined : file);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const folder = mkdtempSync(join(tmpdir(), 'segl-log-'));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
      await shell(documented('copy').replace('https://mail.example/log', url), folder, {
        TOKEN: 'the secret',
      });
      const copied = join(folder, 'log');
      for (const [path, bytes] of files) assert.ok(readFileSync(join(copied, path)).equals(bytes), path);

      assert.match(await shell(documented('signature'), copied, { VKEY: key.vkey }), /Verified Successfully/);
      await assert.rejects(shell(documented('signature'), copied, { VKEY: noteKey().vkey }));

      writeFileSync(join(folder, 'entry'), entries[7]!);
      assert.equal((await shell(documented('leaf'), folder)).trim(), encodeBase64(leafHash(entries[7]!)));
    } finally {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
