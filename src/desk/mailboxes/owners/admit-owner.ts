import { randomBytes } from 'node:crypto';
import { segl } from '../../../delivery/actors.ts';
import { networkOf, spend } from '../../../delivery/budgets.ts';
import type { Client } from '../../../delivery/client.ts';
import { rightAmong } from '../../../delivery/code-hash.ts';
import type { Context } from '../../../delivery/context.ts';
import { limits } from '../../../delivery/limits.ts';
import { hashToken } from '../../../delivery/link-token.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recordMailboxChange } from '../change-mailbox.ts';
import { type FoundInvitation, holdOwner } from './find-invitation.ts';

interface LiveCode {
  readonly id: string;
  readonly member: string;
  readonly hash: string;
  readonly kid: string;
}

/**
 * Opens a session for the owner whose code this is, and gives its secret. A try is counted before the code is compared, in one
 * statement, so that parallel guesses are as many tries; the right code takes its own back. Refuses: no_live_code and invalid (no six
 * digits), both uncounted; wrong_code with the tries left; budget_spent; gone: the link has ended, after the last try too.
 */
export async function admitOwner(
  ctx: Context,
  { id: link, mailbox }: FoundInvitation,
  given: string,
  client: Client,
): Promise<string> {
  const code = given.replace(/[\s-]/g, '');
  const live = await liveCodes(ctx, link);
  if (live.length === 0) throw new Refusal('no_live_code', 'There is no valid code now. Ask for a new code.');
  if (!/^\d{6}$/.test(code)) throw new Refusal('invalid', 'The code has six digits.', { field: 'code' });
  const tries = await countTry(ctx, link, mailbox, client);
  const right = await rightAmong(ctx, live, code);
  if (!right) {
    const triesLeft = limits.triesBeforeLock - tries;
    if (triesLeft > 0) {
      throw new Refusal('wrong_code', `That code is not right. You can try ${triesLeft} more times.`, {
        triesLeft,
      });
    }
    await endLink(ctx, link, mailbox);
    throw new Refusal('gone');
  }
  const secret = randomBytes(32).toString('base64url');
  await ctx.db.transaction(async (tx) => {
    if (!(await holdOwner(tx, link, right.member))) throw new Refusal('gone');
    await tx.query('update mailbox_links set wrong_tries = greatest(0, wrong_tries - 1) where id = $1', [
      link,
    ]);
    const used = await tx.query(
      `update mailbox_codes set used_at = clock_timestamp(), sealed = null
        where link_id = $1 and member_id = $2 and used_at is null
          and exists (select from mailbox_codes c where c.id = $3 and c.used_at is null)`,
      [link, right.member, right.id],
    );
    if (used.count === 0)
      throw new Refusal('no_live_code', 'This code was used already. Ask for a new code.');
    await tx.query('insert into mailbox_sessions (id_hash, link_id, member_id) values ($1, $2, $3)', [
      hashToken(secret),
      link,
      right.member,
    ]);
    await tx.query('update mailbox_members set owner_seen_at = now() where id = $1', [right.member]);
  });
  return secret;
}

/** The two newest codes of each owner, where they still live. */
async function liveCodes({ db }: Context, link: string): Promise<readonly LiveCode[]> {
  const { rows } = await db.query<LiveCode>(
    `select id, member_id as member, hash, kid from (
        select *, row_number() over (partition by member_id order by created_at desc) as age
        from mailbox_codes where link_id = $1
      ) newest where age <= 2 and used_at is null and expires_at > now() order by created_at desc`,
    [link],
  );
  return rows;
}

/** Burns one try and gives its number; refuses gone where none is left. */
async function countTry(ctx: Context, link: string, mailbox: string, client: Client): Promise<number> {
  const tries = await ctx.db.transaction(async (tx) => {
    await spend(tx, [
      { scope: 'guess/network/hour', subject: networkOf(client.ip), limit: 1000, windowMinutes: 60 },
    ]);
    const { rows } = await tx.query<{ tries: number }>(
      `update mailbox_links set wrong_tries = wrong_tries + 1
        where id = $1 and wrong_tries < ${limits.triesBeforeLock} and expires_at > now()
        returning wrong_tries as tries`,
      [link],
    );
    return rows[0]?.tries;
  });
  if (tries !== undefined) return tries;
  // Only a process that died between the last try and its verdict leaves such a link.
  await endLink(ctx, link, mailbox);
  throw new Refusal('gone');
}

/** Ends a link after its last wrong try, which the history of the mailbox tells whoever keeps it. */
async function endLink(ctx: Context, link: string, mailbox: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.query('select from mailboxes where id = $1 for update', [mailbox]);
    const { count } = await tx.query('delete from mailbox_links where id = $1 and wrong_tries >= $2', [
      link,
      limits.triesBeforeLock,
    ]);
    if (count > 0) await recordMailboxChange(tx, { actor: segl(ctx) }, mailbox, { link: 'wrong_codes' });
  });
}
