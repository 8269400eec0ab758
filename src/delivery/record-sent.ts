import { recordEvent } from '../evidence/record-event.ts';
import { recipient } from './actors.ts';
import type { Context } from './context.ts';

/** What left of a part, and whether it left whole, when its transfer ended in whatever way. Bytes as the reader gets them. */
export interface Sent {
  readonly part: number;
  readonly from: number;
  readonly bytes: number;
  readonly complete: boolean;
}

/** Records the end of a release: its beginning was committed before the first byte. */
export async function recordSent(ctx: Context, delivery: string, sent: Sent): Promise<void> {
  await ctx.db.transaction((tx) =>
    recordEvent(tx, delivery, {
      type: 'delivery.content_sent',
      actor: recipient(delivery),
      details: { ...sent },
    }),
  );
}
