import { openSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { type Language, languageOfCountry } from '../message/languages.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import { recordCodeFailure } from './record-code-failure.ts';

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
    const { rows } = await tx.query<{ delivery: string; via: 'sms' | 'call' }>(
      `update codes set outcome = $2
        where id = $1 and attempted_at is not null and outcome is distinct from 'delivered' and outcome is distinct from 'failed'
        returning delivery_id as delivery, via`,
      [attempt, outcome],
    );
    const row = rows[0];
    if (!row) return recordOwnerOutcome(tx, attempt, outcome);
    const { delivery, via } = row;
    if (outcome === 'failed') {
      await recordCodeFailure(ctx, tx, { delivery, code: attempt, via, outcome, provider: providerCode });
      return;
    }
    await recordEvent(tx, delivery, {
      type: 'delivery.code_delivered',
      actor: segl(ctx),
      details: { code: attempt, via, outcome },
    });
  });
}

/** The same of a code for who keeps a shared mailbox, of which there is no event. */
async function recordOwnerOutcome(tx: Queryable, attempt: string, outcome: string): Promise<void> {
  await tx.query(
    `update mailbox_codes set outcome = $2 where id = $1 and attempted_at is not null
      and outcome is distinct from 'delivered' and outcome is distinct from 'failed'`,
    [attempt, outcome],
  );
}

/** What a voice call may say: the language, and the code while it lives. `undefined`: no such call. */
export async function findCall(
  ctx: Context,
  attempt: string,
): Promise<{ language: Language; code: string | undefined } | undefined> {
  const { rows } = await ctx.db.query<{ language: Language; sealed: string | null; live: boolean }>(
    `select coalesce((select p.language from mailbox_members p where p.id = c.member_id), d.language) as language, c.sealed, c.used_at is null and c.expires_at > now() as live
      from codes c join deliveries d on d.id = c.delivery_id where c.id = $1 and c.via = 'call'`,
    [attempt],
  );
  const row = rows[0] ?? (await findOwnerCall(ctx, attempt));
  if (!row) return undefined;
  const code = row.live && row.sealed ? await openSecret(ctx.keys, 'job', attempt, row.sealed) : undefined;
  return { language: row.language, code };
}

interface CallRow {
  readonly language: Language;
  readonly sealed: string | null;
  readonly live: boolean;
}

async function findOwnerCall({ db, settings }: Context, attempt: string): Promise<CallRow | undefined> {
  const { rows } = await db.query<CallRow>(
    `select coalesce(p.language, $2) as language, c.sealed, c.used_at is null and c.expires_at > now() as live
      from mailbox_codes c join mailbox_members p on p.id = c.member_id where c.id = $1 and c.via = 'call'`,
    [attempt, languageOfCountry(settings.country)],
  );
  return rows[0];
}
