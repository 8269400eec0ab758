import { recordEvent } from '../evidence/record-event.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import { recordFailure } from './record-failure.ts';

/** What a mail server reports of a notice (RFC 3464), however it said it. */
export interface NoticeReport {
  /** `unclear`: it says nothing that we understand, and its words are kept for a person. */
  readonly kind: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'unclear';
  readonly text: string;
  /** RFC 3463. */
  readonly status?: string;
  readonly server?: string;
  readonly recipient?: string;
}

const types = {
  failed: 'delivery.notice_failed',
  delayed: 'delivery.notice_delayed',
  unclear: 'delivery.notice_delayed',
  delivered: 'delivery.notice_confirmed',
  relayed: 'delivery.notice_relayed',
} as const;

/** So many reports of one kind are recorded for a delivery: a server that repeats itself fills no timeline. */
const most = 5;

/** Records a report on the notice of a delivery. A reminder that comes back undoes nothing: the first notice was taken. */
export async function recordNoticeReport(
  ctx: Context,
  delivery: string,
  report: NoticeReport,
  reminder: boolean,
): Promise<void> {
  const { kind, text, status, server, recipient } = report;
  const type = types[kind];
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ status: string }>(
      'select status from deliveries where id = $1 for no key update',
      [delivery],
    );
    const before = await tx.query<{ count: number }>(
      `select count(*)::int as count from events where delivery = $1 and type = $2`,
      [delivery, type],
    );
    if (!rows[0] || before.rows[0]!.count >= most) return;
    await recordEvent(tx, delivery, {
      type,
      actor: segl(ctx),
      details: { via: 'report', report: kind, reminder, ...(status ? { code: status } : {}) },
      ...(kind === 'failed' ? { reason: 'refused' } : {}),
      ...(reminder ? { status: null } : {}),
      personal: {
        reply: text,
        ...(server ? { server } : {}),
        ...(recipient ? { email: recipient } : {}),
      },
    });
    const ended = !['sent', 'notified', 'opened', 'reported', 'locked'].includes(rows[0].status);
    if (kind === 'failed' && !ended) await recordFailure(tx, delivery, 'bounced', 'refused');
  });
}
