import { openSecret } from '../envelope/index.ts';
import { recordEvent } from '../evidence/record-event.ts';
import type { Language } from '../message/languages.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';

/**
 * Takes a provider's report on an attempt. Reports come twice and in any order: the first final one counts, and one
 * for an attempt that is unknown here is nobody's.
 */
export async function recordCodeOutcome(
  ctx: Context,
  attempt: string,
  outcome: 'delivered' | 'failed' | 'handed_over',
  providerCode: string | undefined,
): Promise<void> {
  if (outcome === 'handed_over') return;
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ delivery: string; via: string }>(
      `update codes set outcome = $2
        where id = $1 and attempted_at is not null and outcome is distinct from 'delivered' and outcome is distinct from 'failed'
        returning delivery_id as delivery, via`,
      [attempt, outcome],
    );
    const row = rows[0];
    if (!row) return;
    await recordEvent(tx, row.delivery, {
      type: outcome === 'delivered' ? 'delivery.code_delivered' : 'delivery.code_failed',
      actor: segl(ctx),
      details: { code: attempt, via: row.via, outcome },
      ...(providerCode ? { personal: { provider: providerCode } } : {}),
    });
  });
}

/** What a voice call may say: the language, and after the key press the code itself. `undefined`: no live call. */
export async function findCall(
  ctx: Context,
  attempt: string,
): Promise<{ language: Language; code: string } | undefined> {
  const { rows } = await ctx.db.query<{ language: Language; sealed: string }>(
    `select d.language, c.sealed from codes c join deliveries d on d.id = c.delivery_id
      where c.id = $1 and c.via = 'call' and c.sealed is not null and c.used_at is null and c.expires_at > now()`,
    [attempt],
  );
  const row = rows[0];
  const code = row && (await openSecret(ctx.keys, 'job', attempt, row.sealed));
  return row && code ? { language: row.language, code } : undefined;
}
