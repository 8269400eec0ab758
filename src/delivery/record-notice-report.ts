import { recordEvent } from '../evidence/record-event.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import { recordLostNotice } from './record-lost-notice.ts';

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
  unclear: 'delivery.notice_reported',
  delivered: 'delivery.notice_confirmed',
  relayed: 'delivery.notice_relayed',
} as const;

/**
 * So many reports of one kind are recorded for a delivery, of its first notice and of later ones: a server that repeats
 * itself fills no timeline.
 */
const most = 5;

/** Records a report on a notice of a delivery; `reminder`: on a later one than the first. */
export async function recordNoticeReport(
  ctx: Context,
  delivery: string,
  report: NoticeReport,
  reminder: boolean,
): Promise<void> {
  const { kind, text, status, server, recipient } = report;
  const type = types[kind];
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query('select from deliveries where id = $1 for no key update', [delivery]);
    const before = await tx.query<{ count: number }>(
      `select count(*)::int as count from events
        where delivery = $1 and type = $2 and details ->> 'report' = $3 and (details ->> 'reminder')::boolean = $4`,
      [delivery, type, kind, reminder],
    );
    if (rows.length === 0 || before.rows[0]!.count >= most) return;
    const details = { via: 'report', report: kind, reminder, ...(status ? { code: status } : {}) };
    const personal = {
      reply: text,
      ...(server ? { server } : {}),
      ...(recipient ? { email: recipient } : {}),
    };
    if (kind === 'failed') {
      await recordLostNotice(ctx, tx, { delivery, reminder, reason: 'refused', details, personal });
    } else {
      await recordEvent(tx, delivery, { type, actor: segl(ctx), details, personal });
    }
  });
  ctx.wake();
}
