/** Mails that are too much, and what is kept of a mail that fails: nothing. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, afterEach, before, it } from 'node:test';
import { Staging } from '../../../../src/delivery/stage-message.ts';
import { MailCutOff, readMail } from '../../../../src/doors/smtp/mime/read-mail.ts';
import { Refusal } from '../../../../src/message/refusals.ts';
import { withDatabases } from '../../../support/database.ts';
import { openPortal, type Portal } from '../../../support/portal.ts';
import { assertNothingLeft, mail, stageMail } from './stage-mail.ts';

const mixed = 'Content-Type: multipart/mixed; boundary=X\n\n';
const attachment = '--X\nContent-Disposition: attachment; filename=f.bin\n\n';

/** A file larger than what lies beside its rows, between a text and another file. */
const withFile = mail(`From: a@b.example
Content-Type: multipart/mixed; boundary=X

--X

Text
--X
Content-Type: application/pdf; name=a.pdf
Content-Transfer-Encoding: base64

${`${'QUFB'.repeat(19)}\n`.repeat(1300)}
--X
Content-Type: multipart/signed; boundary=Y

--Y

signed
--Y
Content-Type: application/pgp-signature

x
--Y--
--X--
`);

function* segments(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

withDatabases('The bounds of a mail', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  afterEach(() => assertNothingLeft(portal));
  after(() => portal.close());

  const refused = async (source: Buffer | Readable): Promise<Refusal> => {
    const error = await stageMail(portal, source).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof Refusal, `refused, not ${String(error)}`);
    return error;
  };

  it('Two hundred attachments, and no more', async () => {
    const many = (count: number) => mail(mixed + `${attachment}x\n`.repeat(count));
    const { files } = await stageMail(portal, many(200));
    assert.equal(files.length, 200);
    const { code, message } = await refused(many(201));
    assert.equal(code, 'too_many_attachments');
    assert.match(message, /at most 200 attachments\. Put the files into one archive\./);
  });

  it('Parts beyond reason, beside each other and within each other', async () => {
    const { code, message } = await refused(mail(mixed + '--X\n\nx\n'.repeat(1001)));
    assert.equal(code, 'malformed');
    assert.match(message, /more than 1000 parts\. Send large content as up to 200 attachments\./);
    let nested = '';
    for (let depth = 0; depth < 2000; depth += 1)
      nested += `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`;
    assert.equal((await refused(mail(nested))).code, 'malformed');
    const beside = await stageMail(portal, mail(mixed + '--X\n\nx\n'.repeat(999)));
    assert.equal(beside.text!.length, 999 * 3 - 1);
  });

  it('A header of a megabyte, of the mail and of a part, on one line or on many', async () => {
    for (const header of [
      `Subject: ${'x'.repeat(1_000_000)}`,
      'X: y\n'.repeat(200_000),
      `X:${'\n y'.repeat(330_000)}`,
    ]) {
      assert.equal((await refused(mail(`${header}\n\nText`))).code, 'malformed');
      assert.equal((await refused(mail(`${mixed}--X\n${header}\n\nText`))).code, 'malformed');
    }
    const together = `--X\nX-Long: ${'x'.repeat(200_000)}\n\nText\n`.repeat(30);
    assert.equal((await refused(mail(mixed + together))).code, 'malformed');
    assert.equal((await stageMail(portal, mail(`X: ${'y '.repeat(100_000)}\n\nText`))).text, 'Text');
  });

  it('Texts of more than 10 MiB together', async () => {
    const half = `--X\n\n${`${'x'.repeat(70)}\n`.repeat(80_000)}`;
    assert.match(
      (await refused(mail(mixed + half + half))).message,
      /larger than 10 MiB\. Send it as an attachment\./,
    );
    assert.equal((await refused(mail(`${mixed}${'preamble\n'.repeat(1_300_000)}`))).code, 'too_large');
    const asFile = await stageMail(portal, mail(mixed + attachment + half.slice(5) + half.slice(5)));
    assert.equal(asFile.files[0]!.bytes.length, 2 * 80_000 * 72);
  });

  it('No mail', async () => {
    assert.equal((await refused(Buffer.alloc(0))).message, 'The mail is empty.');
  });

  it('A file of 160 MB goes through in little memory', async () => {
    const line = Buffer.from(`${'QUFB'.repeat(19)}\r\n`);
    const block = Buffer.concat(Array.from({ length: 800 }, () => line));
    const blocks = Math.ceil((160 * 1024 * 1024) / block.length);
    async function* source() {
      yield mail(
        `${mixed}--X\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n`,
      );
      for (let i = 0; i < blocks; i += 1) yield block;
      yield mail('\n--X--\n');
    }
    const staging = new Staging(portal.ctx);
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = () => {
      most = Math.max(most, process.memoryUsage.rss() - before);
    };
    try {
      await readMail(
        Readable.from(source(), { objectMode: false }),
        async () => ({ sealInto: staging }),
        watch,
      );
      assert.equal(staging.attachments[0]!.size, blocks * 800 * 57);
    } finally {
      await staging.discard();
    }
    assert.ok(most < 80 * 1024 * 1024, `grew by ${Math.round(most / 1024 / 1024)} MB`);
  });

  it('Whatever the check and the decision throw comes out, and ends everything', async () => {
    for (const calls of [0, 1, 2, 5, 20]) {
      let left = calls;
      const staging = new Staging(portal.ctx);
      const reading = readMail(
        Readable.from(segments(withFile, 1000), { objectMode: false }),
        async () => {
          if (calls === 0) throw new Refusal('mail_loop');
          return { sealInto: staging, copyInto: { staging, trace: '' } };
        },
        () => {
          left -= 1;
          if (left === 0) throw new Refusal('too_large');
        },
      );
      await assert.rejects(reading, calls === 0 ? { code: 'mail_loop' } : { code: 'too_large' });
      await staging.discard();
      await assertNothingLeft(portal);
    }
  });

  it('A refused mail leaves its source to its owner, unbroken', async () => {
    const source = Readable.from(segments(mail(mixed + '--X\n\nx\n'.repeat(5000)), 100), {
      objectMode: false,
    });
    await refused(source);
    assert.equal(source.destroyed, false);
    source.resume();
    await new Promise((resolve) => source.once('end', resolve));
  });

  it('A mail that breaks off, at any byte, with an error or without, counts for nothing', async () => {
    const short = mail(
      `From: a@b.example\n${mixed}--X\n\nText\n${attachment}file\n--X\nContent-Type: multipart/signed; boundary=Y\n\n--Y\n\ns\n--Y--\n--X--\n`,
    );
    for (let end = 0; end <= short.length; end += 1) await cutOff(short, end, end % 2 === 0);
    for (let end = 1000; end < withFile.length; end += 7919) await cutOff(withFile, end, end % 2 === 0);
  });

  async function cutOff(bytes: Buffer, end: number, loudly: boolean): Promise<void> {
    let source: Readable;
    async function* broken() {
      yield bytes.subarray(0, end);
      await new Promise((resolve) => setImmediate(resolve));
      if (loudly) throw new Error('connection reset');
      source.destroy();
      await new Promise((resolve) => setImmediate(resolve));
    }
    source = Readable.from(broken(), { objectMode: false });
    await assert.rejects(stageMail(portal, source), MailCutOff);
    await assertNothingLeft(portal);
  }

  it('A source that was destroyed before counts as broken off', async () => {
    const source = Readable.from([withFile], { objectMode: false });
    source.destroy();
    await assert.rejects(stageMail(portal, source), MailCutOff);
  });

  it('Blobs that fail: the failure comes out, nothing is left', async () => {
    const { blobs } = portal.ctx;
    for (const when of ['before', 'within', 'after'] as const) {
      const failing = {
        ...portal,
        ctx: {
          ...portal.ctx,
          blobs: {
            check: () => blobs.check(),
            read: (key: string, from: number, to?: number) => blobs.read(key, from, to),
            delete: (key: string) => blobs.delete(key),
            async put(key: string, source: AsyncIterable<Uint8Array>) {
              if (when === 'before') throw new Error('disk full');
              if (when === 'within') for await (const _bytes of source) throw new Error('disk full');
              await blobs.put(key, source);
              throw new Error('disk full');
            },
          },
        },
      } as Portal;
      for (const size of [500, withFile.length]) {
        const source = Readable.from(segments(withFile, size), { objectMode: false });
        await assert.rejects(stageMail(failing, source), /disk full/);
        await assertNothingLeft(portal);
      }
    }
  });
});
