import type { Context } from '../../../delivery/context.ts';
import { limits } from '../../../delivery/limits.ts';
import { hashToken, looksLikeToken } from '../../../delivery/link-token.ts';
import { type MailboxKeeper, ownerKeeper } from '../mailbox-keeper.ts';

/** Somebody who keeps one mailbox as its owner, at its link. */
export interface SignedInOwner {
  readonly mailbox: string;
  readonly member: string;
  readonly keeper: MailboxKeeper;
}

/** Whose session this is at the link of this token; `undefined`: nobody's, or it was idle for 20 minutes. */
export async function ownerOf(
  { db }: Context,
  token: string,
  secret: string | undefined,
): Promise<SignedInOwner | undefined> {
  if (!secret || !looksLikeToken(token)) return undefined;
  const session = hashToken(secret);
  const { rows } = await db.query<{ mailbox: string; member: string }>(
    `update mailbox_sessions s set last_seen_at = now()
      from mailbox_links l, mailbox_members p, mailboxes b
      where s.id_hash = $1 and l.id = s.link_id and l.token_hash = $2 and l.expires_at > now()
        and p.id = s.member_id and p.is_owner and p.ended_at is null
        and b.id = l.mailbox_id and b.id = p.mailbox_id and b.deleted_at is null
        and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
      returning b.id as mailbox, p.id as member`,
    [session, hashToken(token)],
  );
  const found = rows[0];
  return found && { ...found, keeper: ownerKeeper({ ...found, session }) };
}

export async function signOutOwner({ db }: Context, secret: string): Promise<void> {
  await db.query('delete from mailbox_sessions where id_hash = $1', [hashToken(secret)]);
}
