import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { GatewayServer } from '../../../src/doors/smtp/server.ts';
import { Client, stuffed } from './support/client.ts';

/** The gateway's server, keeping what comes as it comes. */
describe('A body on its way in segments', () => {
  const kept: Buffer[] = [];
  const server = new GatewayServer(
    {
      authOptional: true,
      disableReverseLookup: true,
      logger: false,
      onConnect: (_session, callback) => callback(),
      onData(stream, _session, callback) {
        buffer(stream).then((mail) => {
          kept.push(mail);
          callback();
        }, callback);
      },
    },
    () => true,
  );
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
  });
  after(() => void server.close());

  /** What a server keeps of a session after DATA was said once, and how often it was answered. */
  async function passed(segments: readonly Uint8Array[]): Promise<{ mails: Buffer[]; codes: number[] }> {
    kept.length = 0;
    const client = await Client.open((server.server.address() as AddressInfo).port);
    client.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n');
    for (const code of [220, 250, 250, 250, 354]) await client.expect(code);
    for (const segment of segments) {
      await client.flush(segment);
      // The other side reads it before the next one comes.
      await new Promise(setImmediate);
    }
    client.write('QUIT\r\n');
    const codes = (await client.replies()).map(({ code }) => code);
    return { mails: [...kept], codes };
  }

  const pieces = ['\r\n', '.', '\r\n.', '\r\n..', '\r\n.\r', 'a', 'ø', '\0', ' ', '....', '\r\n\r\n'];
  const bodies = fc
    .array(fc.constantFrom(...pieces), { maxLength: 30 })
    .map((each) => Buffer.from(each.join('')));
  const cuts = fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 40 });

  function cutUp(bytes: Buffer, sizes: readonly number[]): Buffer[] {
    const segments: Buffer[] = [];
    let at = 0;
    for (let index = 0; at < bytes.length; index += 1) {
      const size = index < sizes.length ? sizes[index]! + 1 : bytes.length;
      segments.push(bytes.subarray(at, at + size));
      at += size;
    }
    return segments;
  }

  it('arrives byte for byte, whatever it is and however it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, cuts, async (body, sizes) => {
        const whole = body.length === 0 || body.subarray(-2).equals(Buffer.from('\r\n'));
        const wanted = whole ? body : Buffer.concat([body, Buffer.from('\r\n')]);
        const { mails, codes } = await passed(cutUp(stuffed(body), sizes));
        assert.deepEqual(codes, [250, 221]);
        assert.equal(mails.length, 1);
        assert.deepEqual(mails[0], wanted);
      }),
      { numRuns: 400 },
    );
  });

  it('ends at <CR><LF>.<CR><LF> and nowhere else, also where no client would write so', async () => {
    const wild = fc
      .array(fc.constantFrom('\r', '\n', '.', '\r\n', '\n.\n', '\r.\r', '\n.\r\n', '\r\n.\n', 'x', '\0'), {
        maxLength: 30,
      })
      .map((each) => each.join(''))
      // The end itself is put behind; before it, it must not stand.
      .filter((body) => !`\r\n${body}\r\n`.includes('\r\n.\r\n'));
    await fc.assert(
      fc.asyncProperty(wild, cuts, async (body, sizes) => {
        const { mails, codes } = await passed(cutUp(Buffer.from(`${body}\r\n.\r\n`), sizes));
        assert.deepEqual(codes, [250, 221], 'one answer to the mail, one to QUIT');
        assert.equal(mails.length, 1);
      }),
      { numRuns: 400 },
    );
  });
});
