import type { CodeMessage, Phones } from '../../delivery/ports.ts';
import type { OutboxStore } from './store.ts';

/** Keeps what would have gone to a phone, or have been read out in a call. */
export function outboxPhones(store: OutboxStore): Phones {
  const keep =
    (kind: 'sms' | 'call') =>
    async ({ phone, text, delivery }: CodeMessage) => ({
      outcome: 'handed_over' as const,
      providerId: `outbox-${await store.add({ kind, to: phone, text }, delivery ? [delivery] : [])}`,
    });
  return {
    sms: keep('sms'),
    call: keep('call'),
    async check() {
      await store.list(1);
    },
  };
}
