import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { diskKeys } from '../../../src/backends/keys/disk.ts';
import type { Context } from '../../../src/delivery/context.ts';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { expireDeliveries } from '../../../src/delivery/expire-deliveries.ts';
import { findDelivery } from '../../../src/delivery/find-delivery.ts';
import { moveSeals } from '../../../src/delivery/move-seals.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { appendUpload } from '../../../src/delivery/replies/append-upload.ts';
import { beginUpload } from '../../../src/delivery/replies/begin-upload.ts';
import { findReplying, type Replying } from '../../../src/delivery/replies/find-replying.ts';
import { findUpload } from '../../../src/delivery/replies/find-upload.ts';
import { openReply, openReplyPart } from '../../../src/delivery/replies/open-reply.ts';
import { readDraft } from '../../../src/delivery/replies/read-draft.ts';
import { saveDraft } from '../../../src/delivery/replies/save-draft.ts';
import { sendReply } from '../../../src/delivery/replies/send-reply.ts';
import { stageReply } from '../../../src/delivery/replies/stage-reply.ts';
import { sweepReplies } from '../../../src/delivery/replies/sweep-replies.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { Refusal, Unavailable } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { everythingKept } from '../../support/everything-kept.ts';
import { once, openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { find } from '../../system/search.ts';
import { together } from '../together.ts';

const client = { ip: '198.51.100.77', userAgent: 'Skrivemaskine/3' };
const said = 'Teksten-om-Kirsebærhaven';
const words = 'Mit-eget-svar-om-Pæretræet';
const filename = 'pæretræet-opmåling.pdf';
const inFile = 'Indholdet-af-Pæretræet.';
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

withDatabases('What a recipient answers', (db) => {
  let portal: Portal;
  let author: Colleague;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    author = await addColleague(db, await addUnit(db));
    Object.assign(portal.sender, author.sender);
  });
  after(() => portal.close());

  interface Opened {
    readonly message: string;
    readonly delivery: string;
    readonly token: string;
    readonly session: string;
    readonly replying: Replying;
  }

  async function opened(): Promise<Opened> {
    count += 1;
    const email = `svarer${count}@example.com`;
    const phone = `+4520${String(400_000 + count)}`;
    const { id: message, deliveries } = await portal.send({
      to: [{ email, phone, language: 'en' }],
      text: said,
    });
    await portal.work();
    const token = await portal.tokenFor(email);
    const linked = (await findDelivery(db.database, token))!;
    await requestCode(portal.ctx, linked, 'sms', 'opening', client);
    await portal.work();
    const session = await openDelivery(portal.ctx, linked, await portal.codeFor(phone), undefined, client);
    assert.ok(await readMessage(portal.ctx, token, session, client));
    const replying = (await findReplying(portal.ctx, token, session))!;
    return { message, delivery: deliveries[0]!.id, token, session, replying };
  }

  const file = Buffer.alloc(200_000, inFile);

  async function send(
    { replying }: Opened,
    {
      form = null,
      ctx = portal.ctx,
      text = words,
    }: { form?: string | null; ctx?: Context; text?: string } = {},
  ): Promise<string> {
    const staging = await stageReply(ctx, replying.delivery, form === null);
    try {
      if (form === null) await staging.add({ filename, contentType: 'application/pdf' }, once(file));
      return await sendReply(ctx, replying, { form, text }, staging, client);
    } catch (error) {
      await staging.discard();
      throw error;
    }
  }

  async function save({ replying }: Opened, ctx = portal.ctx): Promise<void> {
    const staging = await stageReply(ctx, replying.delivery, false);
    await staging.add({ filename, contentType: 'application/pdf' }, once(file));
    await saveDraft(ctx, replying, { form: randomUUID(), text: words }, staging).catch(async (error) => {
      await staging.discard();
      throw error;
    });
  }

  const begin = ({ replying }: Opened, size: number) =>
    beginUpload(portal.ctx, replying, { form: randomUUID(), filename, contentType: 'application/pdf', size });

  const append = ({ replying }: Opened, id: string, offset: number, bytes: Buffer, ctx = portal.ctx) =>
    appendUpload(ctx, replying, id, { offset, source: once(bytes) });

  const recall = ({ message }: Opened, ctx = portal.ctx) =>
    recallMessage(ctx, author.viewer, { message, reason: 'wrong_recipient' });

  const rowsOf = async ({ delivery }: Opened) =>
    (
      await db.database.query<{ id: string; kid: string; jwe: string; sent: boolean }>(
        'select id, kid, jwe, sent_at is not null as sent from replies where delivery_id = $1',
        [delivery],
      )
    ).rows;

  const eventsOf = async ({ delivery }: Opened) =>
    (await portal.events(delivery)).filter(({ type }) => type === 'delivery.replied');

  const staged = async () =>
    (await db.database.query("select from staged_blobs where staged_at > '-infinity'")).count;

  async function textOf(ctx: Context, row: { id: string; jwe: string }): Promise<[string, Buffer]> {
    const content = await openReply(ctx, row);
    const chunks: Uint8Array[] = [];
    const [attachment] = content.attachments;
    if (attachment)
      for await (const chunk of await openReplyPart(ctx, row, attachment.part))
        chunks.push(Buffer.from(chunk));
    return [content.text!, Buffer.concat(chunks)];
  }

  it('lies sealed, holds nothing of the message, and is left nowhere once its recipient is erased', async () => {
    const needles = [words, filename, inFile.repeat(3)];
    const lies = async () => {
      const all = await everythingKept(db, portal.data);
      return needles.flatMap((needle) => find(all, needle).map((where) => `${needle} in ${where}`));
    };
    const eraser = { actor: { kind: 'staff', id: author.id }, name: 'Olga', units: null } as const;
    for (const whole of [true, false]) {
      const one = await opened();
      await send(one);
      await save(one);
      const upload = await begin(one, 200_000);
      await append(one, upload, 0, file.subarray(0, 150_000));
      assert.deepEqual(await lies(), [], 'nothing of it lies in clear');
      const [row] = (await rowsOf(one)).filter(({ sent }) => sent);
      const [text, bytes] = await textOf(portal.ctx, row!);
      assert.deepEqual([text, bytes.equals(file)], [words, true]);
      const { rows: blobs } = await db.owner.query<{ blob: string }>(
        `select blob from reply_parts where blob is not null union all select blob from reply_pieces where blob is not null`,
      );
      assert.equal(blobs.length, 3);

      await eraseMessage(portal.ctx, eraser, {
        message: one.message,
        reason: 'requested',
        ...(whole ? {} : { deliveries: [one.delivery] }),
      });
      await portal.work();
      for (const table of ['replies', 'reply_parts', 'reply_uploads', 'reply_pieces', 'staged_blobs'])
        assert.equal((await db.owner.query(`select from ${table}`)).count, 0, table);
      const all = await everythingKept(db, portal.data);
      assert.deepEqual(
        [...all.keys()].filter((name) => blobs.some(({ blob }) => name.includes(blob.split('/').at(-1)!))),
        [],
      );
      assert.ok([...all.values()].every((each) => !each.includes(client.userAgent)));
    }
  });

  it('stays when the message is recalled, with its own words alone; what was not sent goes', async () => {
    const one = await opened();
    await send(one);
    await save(one);
    const upload = await begin(one, 200_000);
    await append(one, upload, 0, file.subarray(0, 100));
    await recall(one);
    const rows = await rowsOf(one);
    assert.deepEqual(
      rows.map(({ sent }) => sent),
      [true],
    );
    assert.equal((await db.database.query('select from reply_uploads')).count, 0);
    const content = JSON.stringify(await openReply(portal.ctx, rows[0]!));
    assert.ok(content.includes(words) && !content.includes(said));
    assert.equal(await findReplying(portal.ctx, one.token, one.session), undefined);
    await assert.rejects(send(one), refused('gone'));
    await assert.rejects(save(one), refused('gone'));
    await assert.rejects(begin(one, 5), refused('gone'));
    await assert.rejects(append(one, upload, 100, file), refused('not_found'));
    assert.equal((await eventsOf(one)).length, 1);
  });

  it('is not sent once its session is over, however long its files were on their way', async () => {
    const one = await opened();
    await db.database.query('delete from session_deliveries where delivery_id = $1', [one.delivery]);
    await assert.rejects(send(one), refused('gone'));
    assert.deepEqual([await rowsOf(one), await eventsOf(one), await staged()], [[], [], 0]);
  });

  it('that was begun is thrown away when the phone turns out to be somebody else’s, and what they sent stays', async () => {
    const one = await opened();
    await send(one);
    await save(one);
    const upload = await begin(one, 200_000);
    await append(one, upload, 0, file.subarray(0, 150_000));
    await correctPhone(portal.ctx, author.viewer, one.delivery, `+4521${String(400_000 + count)}`);
    assert.deepEqual(
      (await rowsOf(one)).map(({ sent }) => sent),
      [true],
    );
    for (const table of ['reply_uploads', 'reply_pieces'])
      assert.equal((await db.database.query(`select from ${table}`)).count, 0, table);
    // What was on its way meanwhile is no draft of whoever opens it now.
    await assert.rejects(save(one), refused('gone'));
    await assert.rejects(begin(one, 5), refused('gone'));
    await assert.rejects(append(one, upload, 150_000, file.subarray(150_000)), refused('not_found'));
    assert.deepEqual([(await rowsOf(one)).length, await staged()], [1, 0]);
  });

  it('and a recall at the same moment: one of them is first, and no draft is left', async () => {
    for (const isFirst of [true, false]) {
      const one = await opened();
      await save(one);
      const form = randomUUID();
      const sending = (ctx: Context) => send(one, { form, ctx });
      const recalling = (ctx: Context) => recall(one, ctx);
      const [first, second] = await together(
        db,
        portal.ctx,
        isFirst ? sending : recalling,
        isFirst ? recalling : sending,
      );
      assert.equal(first!.status, 'fulfilled');
      assert.equal(second!.status, isFirst ? 'fulfilled' : 'rejected');
      assert.equal((await eventsOf(one)).length, isFirst ? 1 : 0);
      assert.deepEqual(
        (await rowsOf(one)).map(({ sent }) => sent),
        isFirst ? [true] : [],
      );
    }
    const late = await opened();
    const upload = await begin(late, 200_000);
    const [, piece] = await together(
      db,
      portal.ctx,
      (ctx) => recall(late, ctx),
      () => append(late, upload, 0, file.subarray(0, 100_000)),
    );
    assert.ok(piece?.status === 'rejected' && refused('gone')(piece.reason), 'a piece that comes meanwhile');
    assert.equal((await db.database.query('select from reply_pieces')).count, 0);
    assert.equal(await staged(), 0);
  });

  it('sent twice at one moment is one, and saving meanwhile neither loses nor brings back anything', async () => {
    const one = await opened();
    const form = randomUUID();
    const twice = await together(
      db,
      portal.ctx,
      (ctx) => send(one, { form, ctx }),
      () => send(one, { form }),
    );
    assert.deepEqual(
      twice.map(({ status }) => status),
      ['fulfilled', 'fulfilled'],
    );
    assert.equal((await rowsOf(one)).length, 1);
    const other = await opened();
    const name = randomUUID();
    const [saved, sent] = await together(
      db,
      portal.ctx,
      async (ctx) => {
        const staging = await stageReply(ctx, other.delivery, false);
        await saveDraft(ctx, other.replying, { form: name, text: 'Half' }, staging);
      },
      () => send(other, { form: name, text: 'Whole' }),
    );
    assert.deepEqual([saved!.status, sent!.status], ['fulfilled', 'fulfilled']);
    const rows = await rowsOf(other);
    assert.equal(rows.length, 1);
    assert.equal((await openReply(portal.ctx, rows[0]!)).text, 'Whole');
  });

  it('is sealed whole by another process where the first failed after the last piece', async () => {
    const one = await opened();
    const bytes = randomBytes(300_000);
    const id = await begin(one, bytes.length);
    await append(one, id, 0, bytes.subarray(0, 299_000));
    const { blobs } = portal.ctx;
    const full: Context = {
      ...portal.ctx,
      blobs: {
        put: () => Promise.reject(new Unavailable('blobs')),
        read: (...range) => blobs.read(...range),
        delete: (key) => blobs.delete(key),
        check: () => blobs.check(),
      },
    };
    await assert.rejects(append(one, id, 299_000, bytes.subarray(299_000), full), Unavailable);
    const upload = await findUpload(db.database, one.replying, id);
    assert.deepEqual([upload.received, upload.whole], [bytes.length, false]);
    await assert.rejects(send(one, { form: randomUUID() }), refused('invalid'));
    const other: Context = { ...portal.ctx };
    assert.equal((await append(one, id, bytes.length, Buffer.alloc(0), other)).whole, true);
    await send(one, { form: randomUUID() });
    const [text, sent] = await textOf(portal.ctx, (await rowsOf(one))[0]!);
    assert.deepEqual([text, sent.equals(bytes)], [words, true]);
    assert.equal(await staged(), 0);
  });

  it('moves from key to key each day, also while it is a draft', async () => {
    const one = await opened();
    await send(one);
    await save(one);
    const before = await rowsOf(one);
    const tomorrow = {
      ...portal.ctx,
      keys: diskKeys(join(portal.data, 'keys'), () => Date.now() + 24 * 60 * 60 * 1000),
    };
    await moveSeals(tomorrow)({ payload: {} } as never, async () => undefined);
    const moved = await rowsOf(one);
    assert.equal(new Set([...before, ...moved].map(({ kid }) => kid)).size, 2);
    const sent = moved.find((row) => row.sent)!;
    assert.deepEqual(await textOf(tomorrow, sent), [words, file]);
    assert.equal((await readDraft(tomorrow, one.delivery))!.files[0]!.header.filename, filename);
  });

  it('is swept where a file stopped coming, and where the time of the delivery is over', async () => {
    const one = await opened();
    await save(one);
    const [idle, fresh] = [await begin(one, 200_000), await begin(one, 5)];
    await append(one, idle, 0, file.subarray(0, 100_000));
    await db.owner.query("update reply_uploads set touched_at = now() - interval '8 days' where id <> $1", [
      fresh,
    ]);
    const listed = async () =>
      (await db.owner.query("select from staged_blobs where staged_at = '-infinity'")).count;
    const earlier = await listed();
    await sweepReplies(portal.ctx);
    const draft = (await readDraft(portal.ctx, one.delivery))!;
    assert.equal(draft.text, words);
    assert.deepEqual(
      draft.files.map(({ id, whole }) => [id === fresh, whole]),
      [
        [false, true],
        [true, false],
      ],
    );
    assert.equal((await listed()) - earlier, 1);

    const other = await opened();
    await save(other);
    await db.owner.query(
      "update deliveries set expires_at = now() - interval '1 second' where id = any ($1)",
      [[one.delivery, other.delivery]],
    );
    await expireDeliveries(portal.ctx)({} as never, async () => undefined);
    assert.deepEqual([await rowsOf(one), await rowsOf(other)], [[], []]);
    const signed = await opened();
    await save(signed);
    // What is signed for stays so when its time is over, and so no event ends it.
    await db.owner.query(
      "update deliveries set status = 'acknowledged', expires_at = now() - interval '1 second' where id = $1",
      [signed.delivery],
    );
    await sweepReplies(portal.ctx);
    assert.deepEqual(await rowsOf(signed), []);
  });
});
