import { buffer } from 'node:stream/consumers';
import type { Mailer } from '../../delivery/ports.ts';
import type { OutboxStore } from './store.ts';

/** Keeps mails where a page of this machine shows them. Never refuses a recipient. */
export function outboxMailer(store: OutboxStore): Mailer {
  return {
    async send({ to, subject, text, raw, about }) {
      const whole = Buffer.isBuffer(raw) ? raw : await buffer(raw);
      const id = await store.add({ kind: 'mail', to, subject, text, raw: whole.toString() }, about);
      return { outcome: 'handed_over', server: 'outbox', reply: `kept as number ${id}` };
    },
    async check() {
      await store.list(1);
    },
    async close() {},
  };
}
