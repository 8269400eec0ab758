import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { logFolder } from '../../../src/backends/log-files/folder.ts';
import { logServer } from '../../../src/backends/log-files/server.ts';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import type { Io } from '../../../src/doors/cli/verb.ts';
import { verify } from '../../../src/doors/cli/verify.ts';
import { signJws } from '../../../src/evidence/bundle/sign-jws.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { makeTestFile, type Making, story } from '../../support/evidence-bundle.ts';
import { jwkOf, newHands, signedStory, words, type Wrongs } from '../../support/signed-message.ts';
import { logFiles, noteKey, testEntries, writeFolder } from '../../support/log-folder.ts';

const command = fileURLToPath(new URL('../../../bin/segl.js', import.meta.url));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('segl verify', () => {
  let folder: string;
  let signer: Signer;
  const logKey = noteKey();
  const otherKey = noteKey();
  const at = (...names: string[]) => join(folder, ...names);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-verify-'));
    signer = await keptSigner(at('own'), 'Havn Kommune', () => Date.UTC(2026, 10, 1))();
    await put(['trust', 'log.vkey'], `${logKey.vkey}\n`);
    await put(['trust', 'issuer.crt'], signer.certificates[0]!);
    await put(['trust', 'README'], 'words for people');
    await put(['others', 'log.vkey'], otherKey.vkey);
  });
  after(() => rm(folder, { recursive: true }));

  async function put(names: readonly string[], content: string | Uint8Array): Promise<string> {
    await mkdir(at(...names.slice(0, -1)), { recursive: true });
    await writeFile(at(...names), content);
    return at(...names);
  }
  const evidence = async (name: string, making: Partial<Making> = {}) =>
    put([name], await makeTestFile({ logKey, signer, ...making }));

  async function run(args: readonly string[], io: Partial<Io> = {}): Promise<Ran> {
    const [out, err]: [string[], string[]] = [[], []];
    const verb = verify({
      folder: logFolder,
      server: (url, token) => logServer(url, { ...(token === undefined ? {} : { token }), pauses: [] }),
    });
    const code = await verb.run([...args], {
      url: 'http://localhost:3000',
      token: undefined,
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      progress: () => undefined,
      ...io,
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  describe('of an evidence file', () => {
    it('says 0 and the verdict first where all holds, with keys and without', async () => {
      const file = await evidence('good.json');
      const confirmed = await run([file, '--trust', at('trust')]);
      assert.equal(confirmed.code, 0);
      assert.match(confirmed.out, /^Confirmed\n/);
      assert.match(confirmed.out, /61 +1 +5 +2026-11-20T10:08:30\.123456Z +delivery\.opened +holds/);
      const consistent = await run([file]);
      assert.equal(consistent.code, 0);
      assert.match(consistent.out, /^Consistent; keys from the file itself, issuer not confirmed\n/);
      assert.ok(consistent.out.includes(logKey.vkey));
    });

    it('says 1 and names the event where something does not hold', async () => {
      const told = story().filter((_, n) => n !== 5);
      const { code, out } = await run([await evidence('gap.json', { told }), '--trust', at('trust')]);
      assert.equal(code, 1);
      assert.match(out, /^Does not hold\n/);
      assert.match(out, /Event number 3 of this recipient is missing/);
    });

    it('says 1 where it was signed by another than those trusted', async () => {
      const { code, out } = await run([await evidence('good.json'), '--trust', at('others')]);
      assert.equal(code, 1);
      assert.match(out, /not signed by any of the keys given/);
    });

    it('says 1 where a byte of what was signed is another, also where the rest cannot be read any more', async () => {
      const bytes = await readFile(await evidence('good.json'));
      for (const change of [40, 400, 4000]) {
        const damaged = Buffer.from(bytes);
        damaged[change] = damaged[change] === 0x41 ? 0x42 : 0x41;
        const { code, out } = await run([await put(['damaged.json'], damaged)]);
        assert.equal(code, 1, `${change}`);
        assert.match(out, /^Does not hold/);
      }
    });

    it('says 2 where there is nothing to read, or no evidence', async () => {
      const cases = [
        at('absent.json'),
        await put(['empty.json'], ''),
        await put(['text.json'], 'Dear court,'),
        await put(['cut.json'], (await readFile(await evidence('good.json'))).subarray(0, 9000)),
        '/dev/null',
      ];
      for (const path of cases) {
        const { code, out, err } = await run([path]);
        assert.deepEqual([code, out], [2, '']);
        assert.match(err, /^\S+ (?:cannot be read|is no evidence file)/);
      }
    });

    describe('that was signed for', () => {
      const receipt = async (name: string, wrongs: Wrongs, hands = newHands(signer)) =>
        evidence(name, (await signedStory({ logKey, signer }, hands, wrongs)).making);

      it('says the words, what the way proves, and that words and files are what was signed for', async () => {
        const file = await receipt('passkey.json', { method: 'passkey' });
        const statement = await put(['words.txt'], `${words}\n`);
        const body = await put(['body.json'], 'hello');
        const { code, out } = await run([
          file,
          '--trust',
          at('trust'),
          '--statement',
          statement,
          '--file',
          body,
        ]);
        assert.equal(code, 0, out);
        assert.match(out, /^Confirmed\n/);
        assert.ok(out.includes(`  > ${words.split('\n')[0]}`));
        assert.match(out, /This proves +That a device signed these very words/);
        assert.match(out, /The words are exactly those that were signed\./);
        assert.match(out, /body\.json is exactly this: The text, with the list of files/);
      });

      it('says 1 for a letter or a byte more, and where nobody signed', async () => {
        const file = await receipt('code.json', { method: 'code' });
        const other = await put(['other.txt'], words.replace('4 weeks', '2 weeks'));
        for (const flag of ['--statement', '--file']) {
          const { code, out } = await run([file, flag, other]);
          assert.equal(code, 1);
          assert.match(out, /^What you compared is something else\n/);
        }
        const unsigned = await run([await evidence('good.json'), '--statement', other]);
        assert.equal(unsigned.code, 1);
      });

      it('says 1 where the organisation signed anew without the person', async () => {
        const payload = (text: string) => text.replace('4 weeks', '2 weeks');
        for (const method of ['passkey', 'eid'] as const) {
          const { code, out } = await run([await receipt(`${method}.json`, { method, payload })]);
          assert.equal(code, 1);
          assert.match(out, /^Does not hold\n/);
        }
      });

      it('says whose keys an eID’s are: the file’s, those that were given, or another issuer’s', async () => {
        const hands = newHands(signer);
        const file = await receipt('eid.json', { method: 'eid' }, hands);
        assert.match(
          (await run([file, '--trust', at('trust')])).out,
          /confirmed in part[^]*keys come from the file/,
        );
        for (const [name, key] of [
          ['issuer.jwks', hands.eidKey],
          ['stranger.jwks', newHands(signer).eidKey],
        ] as const) {
          await put(['jwks', 'log.vkey'], logKey.vkey);
          await put(['jwks', 'issuer.crt'], signer.certificates[0]!);
          await put(['jwks', 'eid.jwks'], JSON.stringify({ keys: [jwkOf(key)] }));
          const { code, out } = await run([file, '--trust', at('jwks')]);
          assert.equal(code, name === 'issuer.jwks' ? 0 : 1);
          assert.match(
            out,
            name === 'issuer.jwks' ? /^Confirmed\n/ : /not signed with any of the issuer’s keys/,
          );
        }
        await put(['jwks', 'eid.jwks'], '{"keys":1}');
        assert.match((await run([file, '--trust', at('jwks')])).err, /eid\.jwks.*list/);
      });

      it('says 2 where what is to be compared cannot be read, and takes it for evidence of messages alone', async () => {
        const file = await receipt('code.json', { method: 'code' });
        for (const flag of ['--statement', '--file']) {
          const { code, err } = await run([file, flag, at('absent.txt')]);
          assert.deepEqual([code, /absent\.txt cannot be read/.test(err)], [2, true]);
        }
        assert.match(
          (await run([at('trust'), '--statement', file])).err,
          /for the evidence file of a message/,
        );
      });
    });

    it('says what is missing where CSV is alone', async () => {
      for (const head of ['index,event,at\r\n', '\u{feff}index;event;at\r\n']) {
        const { code, out, err } = await run([await put(['alone.csv'], head)]);
        assert.deepEqual([code, out], [2, '']);
        assert.match(err, /alone\.csv is CSV, .*FILE\.manifest\.json.*jsonl/);
      }
    });

    it('gives the whole report as JSON', async () => {
      const { out } = await run([await evidence('good.json'), '--json', '--trust', at('trust')]);
      const report = JSON.parse(out) as { verdict: string; events: unknown[] };
      assert.deepEqual([report.verdict, report.events.length], ['confirmed', 9]);
    });

    it('prints nothing that steers the terminal, whatever stands in the file', async () => {
      const evil = 'Havn\u001b[2J\u009b2J\u001b]0;x\u0007\r\nConfirmed\u202e\u2028';
      const { out } = await run([
        await evidence('evil.json', {
          change: (bundle) => ({ ...bundle, issuer: { ...bundle.issuer, organisation: evil } }),
        }),
      ]);
      assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202f\u2066-\u2069]/);
      const asJson = await run([at('evil.json'), '--json']);
      assert.doesNotMatch(asJson.out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202f\u2066-\u2069]/);
      assert.equal(
        (JSON.parse(asJson.out) as { issuer: { organisation: string } }).issuer.organisation,
        evil,
      );
    });
  });

  it('takes an export with its manifest, by either name, and says 2 where one of them is no such thing', async () => {
    const csv = 'index;event\r\n0;a\r\n';
    const manifest = {
      format: 'segl-export/1',
      made: '2026-11-22T10:00:00.000Z',
      issuer: { organisation: 'Havn', url: 'https://havn.example', installation: 'x' },
      file: {
        format: 'csv',
        bytes: csv.length,
        rows: 1,
        sha256: createHash('sha256').update(csv).digest('hex'),
      },
      columns: ['index', 'event'],
      terms: {},
      units: null,
      log: { size: 0, checkpoint: null },
      parts: [],
    };
    const signed = await signJws([JSON.stringify(manifest)], signer, {
      typ: 'segl-export+jws',
      at: new Date(),
    });
    const file = await put(['export.csv'], csv);
    const beside = await put(['export.csv.manifest.json'], Buffer.concat(signed));
    for (const path of [file, beside]) {
      const { code, out } = await run([path, '--trust', at('trust')]);
      assert.equal(code, 0, out);
      assert.match(out, /^Confirmed\n/);
    }
    await put(['export.csv'], csv.replace('a', 'b'));
    const changed = await run([file, '--json']);
    assert.equal(changed.code, 1);
    assert.equal((JSON.parse(changed.out) as { kind: string }).kind, 'export');
    await put(['export.csv.manifest.json'], '{}');
    assert.equal((await run([file])).code, 2);
    const alone = await put(['alone.csv'], csv);
    assert.equal((await run([alone])).code, 2);
  });

  describe('with keys that were got elsewhere', () => {
    it('says 2 where the folder has none, is none, or a key in it cannot be read', async () => {
      const file = await evidence('good.json');
      await put(['nothing', 'README'], 'no key');
      await put(['broken', 'log.vkey'], 'no key\n');
      await put(
        ['broken-certificate', 'issuer.pem'],
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      );
      await put(['no-certificate', 'issuer.pem'], 'words');
      await put(['empty', 'log.vkey'], '\n');
      for (const [name, said] of [
        ['nothing', /holds nothing to trust/],
        ['absent', /cannot be read \(ENOENT\)/],
        ['broken', /broken\/log\.vkey: A verifier key has the form/],
        ['broken-certificate', /issuer\.pem: /],
        ['no-certificate', /issuer\.pem: It holds none/],
        ['empty', /log\.vkey: It holds none/],
      ] as const) {
        const { code, err } = await run([file, '--trust', at(name)]);
        assert.equal(code, 2, name);
        assert.match(err, said);
      }
    });

    it('takes several in a file, in PEM or DER, and says for which part there was none', async () => {
      const pem = `Havn Kommune\n-----BEGIN CERTIFICATE-----\n${Buffer.from(signer.certificates[0]!).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
      await put(['several', 'keys.vkey'], `${otherKey.vkey}\r\n\r\n${logKey.vkey}\r\n`);
      await put(['several', 'issuer.PEM'], pem);
      const file = await evidence('good.json');
      assert.match((await run([file, '--trust', at('several')])).out, /^Confirmed\n/);
      await put(['log-only', 'log.vkey'], logKey.vkey);
      const { code, out } = await run([file, '--trust', at('log-only')]);
      assert.equal(code, 0);
      assert.match(out, /^Consistent, and confirmed in part\n/);
      assert.match(out, /Not confirmed: you gave no certificate of the organisation/);
    });
  });

  describe('of a whole log', () => {
    let files: Map<string, Uint8Array>;
    before(async () => {
      files = await logFiles(testEntries(300), [logKey]);
      writeFolder(at('log'), files);
    });

    it('reads a folder, and says 0 or 1 with the entry that is wrong', async () => {
      const good = await run([at('log'), '--trust', at('trust')]);
      assert.deepEqual([good.code, good.out.split('.')[0]], [0, 'Confirmed']);
      assert.match((await run([at('log')])).out, /^Consistent; issuer not confirmed/);
      assert.equal((await run([at('log'), '--trust', at('others')])).code, 1);
      const changed = new Map(files);
      const bundle = Uint8Array.from(files.get('tile/entries/000')!);
      bundle[100]! ^= 1;
      changed.set('tile/entries/000', bundle);
      writeFolder(at('changed'), changed);
      const wrong = await run([at('changed')]);
      assert.equal(wrong.code, 1);
      assert.match(wrong.out, /entry 0/);
    });

    it('says 2 where a part of it is not there, or nothing is', async () => {
      const fewer = new Map(files);
      fewer.delete('tile/entries/000');
      writeFolder(at('fewer'), fewer);
      assert.equal((await run([at('fewer')])).code, 2);
      await mkdir(at('bare'));
      assert.equal((await run([at('bare')])).code, 2);
    });

    it('says 1 where it does not go on from a checkpoint that was kept, 2 where that is none', async () => {
      const note = async (entries: readonly Uint8Array[]) =>
        Buffer.from((await logFiles(entries, [logKey])).get('checkpoint')!).toString();
      await put(['kept', 'log.vkey'], logKey.vkey);
      // As an editor leaves it that was given the lines of a mail.
      const mailed = `${(await note(testEntries(100))).replaceAll('\n', '\r\n')}\r\n`;
      await put(['kept', 'january.checkpoint'], mailed);
      const good = await run([at('log'), '--trust', at('kept')]);
      assert.equal(good.code, 0);
      assert.match(good.out, /Checkpoints that you kept +1 compared/);
      await put(['kept', 'february.checkpoint'], await note(testEntries(200).toReversed()));
      const forked = await run([at('log'), '--trust', at('kept')]);
      assert.equal(forked.code, 1);
      assert.match(forked.out, /does not go on from the checkpoint that was kept of 200 entries/);
      await put(['kept', 'march.checkpoint'], 'Dear compliance,');
      const { code, err } = await run([at('log'), '--trust', at('kept')]);
      assert.equal(code, 2);
      assert.match(err, /march\.checkpoint: /);
    });

    it('tells each percent of it once', async () => {
      const told: string[] = [];
      await run([at('log')], { progress: (line) => told.push(line) });
      assert.equal(told.at(-1), '100 % of 300 entries checked');
      assert.equal(new Set(told).size, told.length);
    });

    describe('where it is kept', () => {
      let server: Server;
      let url: string;
      const asked: { path: string; authorization: string | undefined }[] = [];
      before(async () => {
        server = createServer((request, response) => {
          const path = request.url!.replace('/log/', '');
          asked.push({ path, authorization: request.headers.authorization });
          const bytes = files.get(path);
          response.writeHead(bytes ? 200 : 404).end(bytes);
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      });
      after(() => server.close());

      it('is read, and our own token goes to our own server alone', async () => {
        const secret = 'a-secret';
        const own = await run(['--log', `${url}/log`, '--trust', at('trust')], { url, token: secret });
        assert.equal(own.code, 0);
        assert.ok(asked.some(({ authorization }) => authorization === `Bearer ${secret}`));
        asked.length = 0;
        const foreign = await run(['--log', `${url}/log`], { url: 'https://segl.example', token: secret });
        assert.equal(foreign.code, 0);
        assert.ok(asked.length > 0 && asked.every(({ authorization }) => authorization === undefined));
      });

      it('says 2 where nobody answers there, or the address is none', async () => {
        assert.equal((await run(['--log', 'http://127.0.0.1:1/log'])).code, 2);
        for (const address of ['nonsense', 'ftp://x.example/', '']) {
          assert.equal((await run(['--log', address])).code, 2);
        }
      });
    });
  });

  it('wants exactly one thing to check', async () => {
    for (const args of [[], ['a', 'b'], ['a', '--log', 'http://x.example/log'], ['--more']]) {
      assert.equal((await run(args)).code, 2);
    }
  });

  it('explains itself, with examples', async () => {
    const { code, out } = await run(['--help']);
    assert.equal(code, 0);
    assert.match(out, /^segl verify: [\s\S]*Usage: segl verify [\s\S]*Examples:/);
  });

  it('needs no setting: as a command, beside ones that nobody could start with', async () => {
    const file = await evidence('good.json');
    const env = { PATH: process.env.PATH, SEGL_NONSENSE: '1', SEGL_URL: 'nonsense' };
    const ran = (...args: string[]) =>
      new Promise<{ code: unknown; out: string }>((resolve) =>
        execFile(process.execPath, [command, 'verify', ...args], { env }, (error, stdout) =>
          resolve({ code: error?.code ?? 0, out: stdout }),
        ),
      );
    const good = await ran(file, '--trust', at('trust'));
    assert.equal(good.code, 0);
    assert.match(good.out, /^Confirmed\n/);
    assert.equal((await ran(file, '--trust', at('others'))).code, 1);
    assert.equal((await ran(at('absent.json'))).code, 2);
    assert.match((await ran('--help')).out, /Usage: segl verify FILE/);
  });
});
