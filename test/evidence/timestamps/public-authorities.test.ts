import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readTimestampAnswer } from '../../../src/evidence/timestamps/request.ts';
import { verifyTimestamp } from '../../../src/evidence/timestamps/verify-token.ts';
import { readToken } from '../../../src/evidence/timestamps/read-token.ts';

interface Vectors {
  readonly data: string;
  readonly answers: readonly {
    readonly authority: string;
    readonly genTime: string;
    readonly accuracy: number;
    readonly policy: string;
    readonly fingerprint: string;
    readonly response: string;
  }[];
}

const path = new URL('../../vectors/timestamps.json', import.meta.url);
const { data, answers } = JSON.parse(readFileSync(path, 'utf8')) as Vectors;
const bytes = new TextEncoder().encode(data);

describe('What public authorities have stamped', () => {
  for (const { authority, response, ...facts } of answers) {
    it(`holds: ${authority}`, async () => {
      const answer = readTimestampAnswer(new Uint8Array(Buffer.from(response, 'base64')));
      assert.ok('token' in answer);
      const issuers = readToken(answer.token).certificates.filter(
        ({ fingerprint }) => fingerprint !== facts.fingerprint,
      );
      const timestamp = await verifyTimestamp(answer.token, bytes, { roots: issuers.map(({ der }) => der) });
      const { genTime, accuracy, policy, fingerprint, trusted, chain } = timestamp;
      assert.deepEqual({ genTime, accuracy, policy, fingerprint }, facts);
      assert.deepEqual([trusted, chain.length], [true, 2]);
      assert.equal((await verifyTimestamp(answer.token, bytes)).trusted, false);
    });
  }

  it('has no token where the answer is a rejection', () => {
    const rejection = Buffer.from(
      'MDQwMgIBAjApDCd0aGUgZGF0YSBzdWJtaXR0ZWQgaGFzIHRoZSB3cm9uZyBmb3JtYXQDAgIE',
      'base64',
    );
    assert.deepEqual(readTimestampAnswer(new Uint8Array(rejection)), { refused: 2 });
  });
});
