import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { diskKeys } from '../../src/backends/keys/disk.ts';
import {
  associatedData,
  newDataKey,
  openBytes,
  sealBytes,
  sealSecret,
  wrapDataKey,
} from '../../src/envelope/index.ts';
import { AES256_GCM_HKDF_1MB, newHeader } from '../../src/envelope/stream-format.ts';
import { bordersOf, smallSegments } from './support.ts';

const python = '/usr/bin/python3';
const missing = spawnSync(python, ['-c', 'import cryptography']).status !== 0;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe(
  'a foreign implementation',
  {
    skip: missing ? 'python3-cryptography is not installed' : false,
  },
  () => {
    let peer: ReturnType<typeof spawn>;
    let answers: AsyncIterator<string>;
    const ask = async (question: object) => {
      peer.stdin!.write(`${JSON.stringify(question)}\n`);
      return JSON.parse((await answers.next()).value);
    };
    before(() => {
      peer = spawn(python, [fileURLToPath(new URL('../vectors/sealed_content_peer.py', import.meta.url))], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      answers = createInterface(peer.stdout!)[Symbol.asyncIterator]();
    });
    after(() => peer.stdin!.end());

    const key = newDataKey();
    const associated = associatedData(randomUUID(), 3);
    const content = randomBytes(3 << 20);
    for (const [name, parameters, sizes] of [
      ['64 bytes', smallSegments, bordersOf(8, 48)],
      ['1 MiB', AES256_GCM_HKDF_1MB, [0, 5_000, ...bordersOf((1 << 20) - 56, (1 << 20) - 16).slice(2, 8)]],
    ] as const)
      for (const size of sizes)
        it(`opens ours and seals the same: ${size} bytes in segments of ${name}`, async () => {
          const plain = content.subarray(0, size);
          const header = newHeader(parameters);
          const sealed = sealBytes(key, associated, plain, parameters, header);
          const common = { key: hex(key), associated: hex(associated), segment: parameters.segmentSize };
          assert.equal(await ask({ do: 'open', sealed: hex(sealed), ...common }), hex(plain));
          const { salt, noncePrefix } = header;
          const theirs = await ask({
            do: 'seal',
            plain: hex(plain),
            salt: hex(salt),
            prefix: hex(noncePrefix),
            ...common,
          });
          assert.equal(theirs, hex(sealed));
          assert.ok(openBytes(key, associated, Buffer.from(theirs, 'hex'), parameters).equals(plain));
        });

    it('opens our wraps and secrets', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'segl-peer-'));
      const keys = diskKeys(folder);
      const epoch = await keys.current();
      const message = randomUUID();
      const { jwe } = await wrapDataKey(keys, key, { message, delivery: null });
      const wrap = await ask({ do: 'token', key: hex(epoch.key), label: 'wrap', token: jwe });
      assert.equal(wrap.plain, hex(key));
      assert.deepEqual(
        [wrap.header.kid, wrap.header.message, wrap.header.delivery],
        [epoch.kid, message, 'sender'],
      );
      const secret = await sealSecret(keys, 'job', 'context', 'a link token');
      const opened = await ask({ do: 'token', key: hex(epoch.key), label: 'job', token: secret });
      assert.equal(Buffer.from(opened.plain, 'hex').toString(), 'a link token');
      await rm(folder, { recursive: true });
    });
  },
);
