import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/app.ts';
import { makeDatabase } from '../../support/database.ts';
import { draft, until } from './support/rest.ts';

const mebibyte = 1024 * 1024;
const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
/** Stands in every block of what is sent; in clear it must be nowhere. */
const marker = `clear-${randomBytes(12).toString('hex')}`;

test('a file of 1 GiB grows the server by at most 100 MB, and no clear byte of it reaches the disk', async () => {
  const { db, drop } = await makeDatabase();
  const data = await mkdtemp(join(tmpdir(), 'segl-gigabyte-'));
  const port = await freePort();
  const token = randomBytes(24).toString('hex');
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [main, 'start'], {
    stdio: 'ignore',
    cwd: data,
    env: {
      PATH: process.env.PATH,
      SEGL_HTTP: `127.0.0.1:${port}`,
      SEGL_DATA: data,
      SEGL_DATABASE: db.url,
      SEGL_SMTP: 'off',
      SEGL_BOOTSTRAP_TOKEN: token,
    },
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    await until(
      'the server is ready',
      async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok ?? false,
    );
    const before = await memory(server.pid!, 'VmRSS');
    const status = await upload(url, token, () => assertNoClearBytes(data));
    assert.equal(status, 201);
    const growth = (await memory(server.pid!, 'VmHWM')) - before;
    assert.ok(growth <= 100, `the server grew by ${growth} MB`);
    await assertNoClearBytes(data);
  } finally {
    server.kill();
    await ended;
    await rm(data, { recursive: true });
    await drop();
  }
});

/** Sends a file of 1 GiB; `halfway` runs while the upload rests in its middle. Resolves to the status. */
async function upload(url: string, token: string, halfway: () => Promise<void>): Promise<number> {
  const block = randomBytes(mebibyte);
  block.write(marker, 1000);
  const message = JSON.stringify({ ...draft, from: 'a@example.dk' });
  const req = request(`${url}/api/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=gate' },
  });
  const answered = new Promise<number>((resolve, reject) => {
    req.once('response', (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    req.once('error', reject);
  });
  req.write(`--gate\r\nContent-Disposition: form-data; name=message\r\n\r\n${message}\r\n`);
  req.write('--gate\r\nContent-Disposition: form-data; name=file; filename=large.bin\r\n\r\n');
  for (let sent = 0; sent < 1024; sent += 1) {
    if (sent === 512) await halfway();
    if (!req.write(block)) await new Promise((resolve) => req.once('drain', resolve));
  }
  req.end('\r\n--gate--\r\n');
  return answered;
}

/** In MB, from proc(5). */
async function memory(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round((Number(status.match(new RegExp(`${field}:\\s+(\\d+) kB`))?.[1]) * 1024) / 1e6);
}

async function assertNoClearBytes(folder: string): Promise<void> {
  const wanted = Buffer.from(marker);
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    let tail = Buffer.alloc(0);
    for await (const chunk of createReadStream(join(entry.parentPath, entry.name), {
      highWaterMark: 4 * mebibyte,
    })) {
      const joined = Buffer.concat([tail, chunk]);
      assert.equal(joined.indexOf(wanted), -1, `${entry.name} holds what was sent in clear`);
      tail = Buffer.from(joined.subarray(-wanted.length));
      bytes += chunk.length;
    }
  }
  assert.ok(bytes > 256 * mebibyte, 'there is something to search through');
}
