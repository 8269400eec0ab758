/** Mails as common programs send them, cut and mutilated at random. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { MailCutOff } from '../../../../src/doors/smtp/mime/read-mail.ts';
import { Splitter } from '../../../../src/doors/smtp/mime/splitter.ts';
import { Refusal } from '../../../../src/message/refusals.ts';
import { withDatabases } from '../../../support/database.ts';
import { openPortal, type Portal } from '../../../support/portal.ts';
import { programMails } from './program-mails.ts';
import { assertNothingLeft, stageMail } from './stage-mail.ts';

const mails = programMails.map((each) => each.mail);

/** What makes a difference to a reader of mails. */
const words = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '--',
  '--X',
  '--X--',
  '\r\n--X\r\n',
  '\r\n--X--\r\n',
  '\r\n\r\n',
  '=',
  '==',
  '=\r\n',
  '"',
  ';',
  ':',
  '(',
  'Content-Type: ',
  'multipart/mixed',
  'multipart/signed',
  'multipart/alternative',
  'text/html',
  'text/plain',
  'message/rfc822',
  'application/ms-tnef',
  '; boundary=X',
  '; boundary=',
  '; charset=utf-16',
  '; charset=utf-7',
  '; format=flowed',
  "; name*0*=utf-8''%C3",
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  'Content-ID: <a@b>\r\n',
  'Content-Disposition: attachment\r\n',
  '=?utf-8?B?w6U',
  '?=',
  '\xc3\xa5',
  '\xe5',
  '\xff\xfe',
].map((word) => Buffer.from(word, 'latin1'));

const wound = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(60)),
  insert: fc.oneof(fc.constantFrom(...words), fc.uint8Array({ maxLength: 6 })),
});
const mutilated = fc
  .tuple(fc.constantFrom(...mails), fc.array(wound, { minLength: 1, maxLength: 6 }))
  .map(([whole, wounds]) =>
    wounds.reduce((bytes, { at, remove, insert }) => {
      const from = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + remove)]);
    }, whole),
  );
const assembled = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => Buffer.concat(list));
/** Much that is nearly a boundary. */
const delimited = fc
  .array(
    fc.constantFrom(
      ...['\r\n', '\n', '\r', '-', '--', 'X', '--X', '--X--', ' ', 'a'].map((bit) => Buffer.from(bit)),
    ),
  )
  .map((list) =>
    Buffer.concat([Buffer.from('Content-Type: multipart/mixed; boundary=X\n\n--X\n\n'), ...list]),
  );
const anything = fc.oneof(
  { weight: 3, arbitrary: delimited },
  { weight: 4, arbitrary: mutilated },
  { weight: 3, arbitrary: assembled },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
);
/** Sizes of segments, used over and over. */
const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 500 })), {
  minLength: 1,
  maxLength: 8,
});

function* segments(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe('The splitter', () => {
  const split = (source: Iterable<Buffer>) => {
    const splitter = new Splitter();
    const parts = new Map<unknown, { kind: string; bytes: Buffer }[]>();
    const all: Buffer[] = [];
    const take = (pieces: ReturnType<Splitter['write']>) => {
      for (const { kind, part, bytes } of pieces) {
        all.push(bytes);
        const list = parts.get(part) ?? [];
        parts.set(part, list);
        const last = list.at(-1);
        if (last?.kind === kind && kind !== 'frame') last.bytes = Buffer.concat([last.bytes, bytes]);
        else list.push({ kind, bytes });
      }
    };
    for (const segment of source) take(splitter.write(segment));
    take(splitter.end());
    return { parts: [...parts.values()], all: Buffer.concat(all) };
  };

  it('gives every byte once and in order, and the same parts however the bytes are cut', () => {
    fc.assert(
      fc.property(anything, cuts, (bytes, sizes) => {
        const whole = split([bytes]);
        assert.ok(whole.all.equals(bytes));
        assert.deepEqual(split(segments(bytes, sizes)).parts, whole.parts);
      }),
      { numRuns: 2000 },
    );
  });
});

withDatabases('Mutilated mails', (db) => {
  let portal: Portal;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  before(async () => {
    portal = await openPortal(db);
    process.on('unhandledRejection', note);
  });
  after(async () => {
    process.off('unhandledRejection', note);
    await portal.close();
  });

  /** The mail as read, or the refusal. */
  const outcome = async (source: Buffer | Readable) => {
    try {
      const { text, html, files, raw, digest } = await stageMail(portal, source);
      return { text, html, files, raw, digest };
    } catch (error) {
      if (error instanceof Refusal) return { refused: error.code };
      throw error;
    }
  };

  it('are read or refused, the same however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(anything, cuts, async (bytes, sizes) => {
        const whole = await outcome(bytes);
        assert.deepEqual(await outcome(Readable.from(segments(bytes, sizes), { objectMode: false })), whole);
      }),
      { numRuns: 250 },
    );
    await assertNothingLeft(portal);
    assert.deepEqual(unhandled, []);
  });

  it('that break off count for nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anything, cuts, async (bytes, sizes) => {
        async function* broken() {
          yield* segments(bytes, sizes);
          throw new Error('connection reset');
        }
        const source = Readable.from(broken(), { objectMode: false });
        const read = await outcome(source).catch((error: unknown) => error as Error);
        assert.ok(read instanceof MailCutOff || 'refused' in read);
      }),
      { numRuns: 150 },
    );
    await assertNothingLeft(portal);
    assert.deepEqual(unhandled, []);
  });
});
