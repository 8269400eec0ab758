import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { makeTestFile, type Making, story } from '../../support/evidence-bundle.ts';
import { noteKey } from '../../support/log-folder.ts';
import { startTimestampAuthority, type TimestampAuthority } from '../../support/timestamp-authority.ts';
import { lacks, lacksGo } from '../../support/tools.ts';

const page = await readFile(new URL('../../../docs/verify.md', import.meta.url), 'utf8');

/** A block of docs/verify.md by its first line, as it stands there. */
function documented(language: string, first: string): string {
  const blocks = page.split('```').filter((_, n) => n % 2 === 1);
  const found = blocks.find((block) => block.startsWith(`${language}\n${first}\n`));
  assert.ok(found, `docs/verify.md has ${first}`);
  return found.slice(language.length + 1);
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

const shell = (commands: string, cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    execFile('sh', ['-euc', commands], { cwd, encoding: 'utf8' }, (error, output, errors) =>
      resolve({ code: error ? Number(error.code) : 0, output: output + errors }),
    );
  });

describe('What docs/verify.md tells to type', () => {
  let folder: string;
  let signer: Signer;
  let authority: TimestampAuthority;
  const logKey = noteKey();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-documented-'));
    signer = await keptSigner(join(folder, 'own'), 'Havn Kommune')();
    authority = await startTimestampAuthority();
  });
  after(async () => {
    await authority.close();
    await rm(folder, { recursive: true });
  });

  /** A folder as the page supposes it. */
  async function given(name: string, making: Partial<Making> = {}, vkey = logKey.vkey): Promise<string> {
    const at = join(folder, name);
    await mkdir(join(at, 'keys', 'tsa'), { recursive: true });
    const stamp = (note: string) => authority.stamp(Buffer.from(note));
    const file = await makeTestFile({ logKey, signer, stamps: [92], stamp, ...making });
    await writeFile(join(at, 'evidence.json'), file);
    await writeFile(join(at, 'check.go'), documented('go', '// check.go'));
    await writeFile(join(at, 'keys', 'log.vkey'), `${vkey}\n`);
    await writeFile(join(at, 'keys', 'issuer.crt'), signer.certificates[0]!);
    await writeFile(join(at, 'keys', 'tsa', 'root.pem'), authority.root.certificate);
    return at;
  }
  const envelope = documented('sh', '# envelope');
  const signature = envelope + documented('sh', '# signature');
  const events = envelope + documented('sh', '# events');

  it('checks with segl', async () => {
    const at = await given('segl');
    const command = fileURLToPath(new URL('../../../bin/segl.js', import.meta.url));
    const line = documented('sh', '# segl').replace('npx segl', `${process.execPath} ${command}`);
    const { code, output } = await shell(line, at);
    assert.deepEqual([code, output.split('\n')[0]], [0, 'Confirmed']);
  });

  it('checks the signature with openssl', { skip: lacks('openssl', 'version') }, async () => {
    const at = await given('signature');
    const good = await shell(signature, at);
    assert.equal(good.code, 0);
    assert.match(good.output, /Verified OK/);
    assert.match(good.output, /CN ?= ?Havn Kommune/);
    const text = await readFile(join(at, 'evidence.json'), 'utf8');
    const [, payload] = /"payload":"([^"]*)"/.exec(text)!;
    const other = payload![100] === 'A' ? 'B' : 'A';
    await writeFile(
      join(at, 'evidence.json'),
      text.replace(payload!, payload!.slice(0, 100) + other + payload!.slice(101)),
    );
    const bad = await shell(signature, at);
    assert.equal(bad.code, 1);
    assert.match(bad.output, /Verification failure/i);
  });

  it(
    'checks the events with Go, and the stamps with openssl',
    { skip: lacksGo() || lacks('openssl', 'version') },
    async () => {
      const at = await given('events');
      const { code, output } = await shell(events, at);
      assert.equal(code, 0, output);
      assert.match(output, /61 2026-11-20T10:08:30\.123456Z delivery\.opened \S+ 5 \{"ip":"192\.0\.2\.7"/);
      assert.match(output, /all 3 events of \S+ are here: recalled/);
      const stamps = await shell(documented('sh', '# stamps'), at);
      assert.equal(stamps.code, 0, stamps.output);
      assert.match(stamps.output, /Verification: OK/);
      assert.match(stamps.output, /Time stamp: /);
      await writeFile(join(at, 'stamp-0.note'), 'something else');
      assert.match((await shell(documented('sh', '# stamps'), at)).output, /FAILED/);
    },
  );

  it('finds with Go what is wrong', { skip: lacksGo() }, async () => {
    const change: Making['change'] = (bundle) => ({
      ...bundle,
      evidence: bundle.evidence.map((each, n) => ({
        ...each,
        segl: n === 8 ? { ...each.segl, entry: each.segl.entry.replace('"seq":3', '"seq":4') } : each.segl,
      })),
    });
    const cases: [string, string][] = [
      [await given('gap', { told: story().filter((_, n) => n !== 5), stamps: [] }), 'is missing'],
      [await given('changed', { change }), 'invalid'],
      [await given('other-key', {}, noteKey().vkey), 'no verifiable signatures'],
    ];
    for (const [at, said] of cases) {
      const { code, output } = await shell(events, at);
      assert.equal(code, 1, output);
      assert.match(output, new RegExp(`WRONG: .*${said}`));
    }
  });
});
