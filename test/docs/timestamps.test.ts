import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { startTimestampAuthority } from '../support/timestamp-authority.ts';

const run = promisify(execFile);

it('The commands of docs/timestamps.md check a token as they stand there', async () => {
  const text = await readFile(new URL('../../docs/timestamps.md', import.meta.url), 'utf8');
  const [, commands] = text.match(/```sh\n([^]*?)```/) ?? [];
  assert.ok(commands);
  const authority = await startTimestampAuthority({ keys: 'ec:P-256' });
  const folder = await mkdtemp(join(tmpdir(), 'segl-docs-'));
  try {
    const note = new TextEncoder().encode('segl.example/log\n1\nhash\n\n— segl.example/log c2ln\n');
    await writeFile(join(folder, 'checkpoint.txt'), note);
    await writeFile(join(folder, 'token.der'), await authority.stamp(note));
    await writeFile(join(folder, 'roots.pem'), authority.root.certificate);
    const { stdout } = await run('sh', ['-ec', commands], { cwd: folder });
    assert.match(stdout, /^Verification: OK$/m);
    assert.match(stdout, /^Time stamp: /m);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await authority.close();
  }
});
