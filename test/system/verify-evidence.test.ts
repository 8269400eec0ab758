/** From a message to a stranger's verdict: what the portal hands out, checked by the command and by the page that it hands out. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type App, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { makeDatabase } from '../support/database.ts';

const command = fileURLToPath(new URL('../../bin/segl.js', import.meta.url));

describe('A stranger with what the portal hands out', () => {
  let app: App;
  let drop: () => Promise<void>;
  let folder: string;
  let evidence: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-stranger-'));
    const made = await makeDatabase();
    drop = made.drop;
    app = await startApp(made.db);
    const sent = await app.post('/api/v1/messages', {
      from: 'billing@fredericia.example',
      to: [{ email: 'ana@example.com', phone: '+4520123456', name: 'Ana' }],
      subject: 'Afgørelse',
      text: 'Kære Ana',
    });
    const { id } = (await sent.json()) as { id: string };
    await app.waitFor(({ to }) => to === 'ana@example.com');
    evidence = join(folder, 'evidence.json');
    await writeFile(evidence, await bytesOf(`/api/v1/messages/${id}/evidence`));

    const trust = join(folder, 'trust');
    await mkdir(trust);
    await writeFile(join(trust, 'log.vkey'), await bytesOf('/log/vkey'));
    const jwks = JSON.parse((await bytesOf('/.well-known/jwks.json')).toString()) as {
      keys: { x5c: string[] }[];
    };
    await writeFile(join(trust, 'issuer.crt'), Buffer.from(jwks.keys[0]!.x5c[0]!, 'base64'));
  });
  after(async () => {
    await app.close();
    await drop();
    await rm(folder, { recursive: true });
  });

  async function bytesOf(path: string): Promise<Buffer> {
    const answer = await app.get(path);
    assert.equal(answer.status, 200, path);
    return Buffer.from(await answer.arrayBuffer());
  }

  const segl = (args: string[], env: Record<string, string> = {}) =>
    new Promise<{ code: unknown; output: string }>((resolve) =>
      execFile(
        process.execPath,
        [command, 'verify', ...args],
        { env: { PATH: process.env.PATH, ...env } },
        (error, output, errors) => resolve({ code: error?.code ?? 0, output: output + errors }),
      ),
    );

  it('confirms the evidence of a message with the keys that the portal shows', async () => {
    const { code, output } = await segl([evidence, '--trust', join(folder, 'trust')]);
    assert.equal(code, 0, output);
    assert.match(output, /^Confirmed\n/);
    assert.match(output, /delivery\.notified/);
    assert.match(output, /Ana · ana@example\.com/);
  });

  it('confirms the whole log, with a secret that may read it', async () => {
    const args = ['--log', `${app.url}/log`, '--trust', join(folder, 'trust')];
    const { code, output } = await segl(args, { SEGL_URL: app.url, SEGL_TOKEN: app.token });
    assert.equal(code, 0, output);
    assert.match(output, /^Confirmed/);
    const without = await segl(args);
    assert.equal(without.code, 2, without.output);
    assert.match(without.output, /a token is needed/);
  });

  it('finds nothing wrong with what compliance exports, line by line, and a changed line', async () => {
    const file = join(folder, 'evidence.jsonl');
    const lines = await bytesOf('/api/v1/evidence?format=jsonl');
    await writeFile(file, lines);
    const { code, output } = await segl([file]);
    assert.equal(code, 0, output);
    assert.match(output, /^Consistent; keys from the file itself, issuer not confirmed/);
    assert.match(output, /has no manifest/);
    await writeFile(file, lines.toString().replace('"type":"delivery.notified"', '"type":"delivery.opened"'));
    const changed = await segl([file]);
    assert.equal(changed.code, 1);
    assert.match(changed.output, /line \d+, entry \d+, [0-9a-f-]{36}: Its “type” is not what the entry says/);
  });

  it('is shown the same by the page', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ locale: 'en-GB' });
      await page.goto(`${app.url}/verifier`);
      await page.getByLabel('Evidence file').setInputFiles(evidence);
      await page.getByText('Keys that you got elsewhere').click();
      await page.getByLabel('Keys of the log').fill((await bytesOf('/log/vkey')).toString());
      await page
        .getByLabel('Certificates of the organisation')
        .setInputFiles(join(folder, 'trust', 'issuer.crt'));
      await page.locator('.verdict h2', { hasText: /^Confirmed$/ }).waitFor();
    } finally {
      await browser.close();
    }
  });
});
