import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mailer, OutgoingMail } from '../../src/delivery/ports.ts';

/** What arrived, as the next hop or the outbox has it. */
export interface Arrived {
  readonly to: string;
  readonly raw: string;
}

export const exampleMail = (to: string, words = 'A message waits for you.'): OutgoingMail => ({
  from: 'bounce+1@segl.example',
  to,
  subject: 'A message waits',
  text: words,
  raw: Buffer.from(
    `From: Segl <post@segl.example>\r\nTo: ${to}\r\nSubject: A message waits\r\n` +
      `Message-ID: <1@segl.example>\r\nDate: Sat, 22 Nov 2025 10:00:00 +0000\r\n\r\n${words}\r\n`,
  ),
});

/** What every `Mailer` promises, over one that reaches its next hop. */
export function mailerContract(
  name: string,
  open: () => Promise<{ mailer: Mailer; arrived: () => Promise<readonly Arrived[]>; close(): Promise<void> }>,
): void {
  describe(`${name} keeps the contract of a mailer`, () => {
    it('hands a mail over byte for byte and names who took it', async () => {
      const { mailer, arrived, close } = await open();
      try {
        const mail = exampleMail('ana@example.com', 'First line\r\n.a line that begins with a dot\r\n');
        const outcome = await mailer.send(mail);
        assert.equal(outcome.outcome, 'handed_over');
        assert.ok(outcome.outcome === 'handed_over' && outcome.server.length > 0 && outcome.reply.length > 0);
        const [only, ...others] = await arrived();
        assert.equal(others.length, 0);
        assert.equal(only?.to, 'ana@example.com');
        assert.equal(only?.raw, mail.raw.toString());
      } finally {
        await mailer.close();
        await close();
      }
    });

    it('hands over many at once, each to its own recipient', async () => {
      const { mailer, arrived, close } = await open();
      try {
        const people = Array.from({ length: 40 }, (_, n) => `person${n}@example.com`);
        const outcomes = await Promise.all(people.map((to) => mailer.send(exampleMail(to, `For ${to}`))));
        assert.ok(outcomes.every(({ outcome }) => outcome === 'handed_over'));
        const got = await arrived();
        assert.deepEqual(got.map(({ to }) => to).sort(), people.toSorted());
        for (const { to, raw } of got) assert.ok(raw.includes(`For ${to}`));
      } finally {
        await mailer.close();
        await close();
      }
    });

    it('takes a mail from the null sender', async () => {
      const { mailer, arrived, close } = await open();
      try {
        const outcome = await mailer.send({ ...exampleMail('ana@example.com'), from: '' });
        assert.equal(outcome.outcome, 'handed_over');
        assert.equal((await arrived()).length, 1);
      } finally {
        await mailer.close();
        await close();
      }
    });

    it('says that it works, and closes twice without complaint', async () => {
      const { mailer, close } = await open();
      await mailer.check();
      await mailer.close();
      await mailer.close();
      await close();
    });
  });
}
