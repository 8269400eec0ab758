import { parseEmailAddress } from '../../delivery/addresses.ts';
import { networkOf, spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { enqueueJob } from '../../delivery/enqueue-job.ts';
import { hashToken } from '../../delivery/link-token.ts';
import { ownSql } from '../../delivery/message-access.ts';
import { signsInByLink } from '../../delivery/sign-in-link.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { factorsOf, hasFactor } from './factors.ts';
import { openStaffSession, type SignInClient } from './sessions.ts';

/** Whose a usable link is; `undefined`: unknown, used, expired, or of somebody whom it signs in no more. */
export async function findSignInLink(ctx: Context, token: string): Promise<{ email: string } | undefined> {
  const { rows } = await ctx.db.query<{ email: string }>(
    `select p.email from sign_in_links l join people p on p.id = l.person_id
      where l.token_hash = $1 and l.used_at is null and l.expires_at > now() and ${signsInByLink}`,
    [hashToken(token)],
  );
  return rows[0];
}

/**
 * Uses a link up and opens a staff session, both or neither; where the person has a second factor, the session waits for
 * it. `message`: the one that the link leads to, where the person may see it. Refuses gone.
 */
export async function useSignInLink(
  ctx: Context,
  token: string,
  client?: SignInClient,
): Promise<{ secret: string; message: string | null }> {
  return ctx.db.transaction(async (tx) => {
    // Before the link: whoever deactivates somebody has them first and their links after.
    await tx.query(
      'select from people where id = (select person_id from sign_in_links where token_hash = $1) for share',
      [hashToken(token)],
    );
    const { rows } = await tx.query<{ person: string; message: string | null }>(
      `update sign_in_links l set used_at = now() from people p
        where l.token_hash = $1 and l.used_at is null and l.expires_at > now()
          and p.id = l.person_id and ${signsInByLink}
        returning l.person_id as person, l.message_id as message`,
      [hashToken(token)],
    );
    const link = rows[0];
    if (!link) throw new Refusal('gone', 'This link was used already, or is too old. Ask for a new one.');
    const { person } = link;
    const message = await ownMessage(tx, person, link.message);
    const pending = hasFactor(await factorsOf(tx, person));
    return { secret: await openStaffSession(tx, { person, method: 'link', pending, client }), message };
  });
}

async function ownMessage(tx: Queryable, person: string, message: string | null): Promise<string | null> {
  if (!message) return null;
  const { rows } = await tx.query<{ id: string }>(
    `select m.id from messages m where m.id = $1 and ${ownSql(2)}`,
    [message, person],
  );
  return rows[0]?.id ?? null;
}

/**
 * Mails a link to the person whom an address belongs to, where they sign in by one. Whether they do is not told: a job
 * is committed for every address, so that each takes the same work, and the job of an unknown one ends at once. The
 * budgets keep mailboxes from being flooded and addresses from being tried. Refuses: email_invalid, budget_spent.
 */
export async function askForSignInLink(
  ctx: Context,
  email: string,
  ip: string,
  language: Language,
): Promise<void> {
  const address = parseEmailAddress(email);
  if (!address) throw new Refusal('email_invalid');
  const hour = 60;
  await ctx.db.transaction(async (tx) => {
    await spend(tx, [
      { scope: 'sign-in-link/address', subject: address.toLowerCase(), limit: 5, windowMinutes: hour },
      { scope: 'sign-in-link/network', subject: networkOf(ip), limit: 50, windowMinutes: hour },
    ]);
    const { rows } = await tx.query<{ id: string }>(
      `select p.id from people p where lower(p.email) = lower($1) and ${signsInByLink}`,
      [address],
    );
    await enqueueJob(tx, { kind: 'sign_in_link', payload: { person: rows[0]?.id ?? null, language } });
  });
  ctx.wake();
}
