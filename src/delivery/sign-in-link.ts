import type { Queryable } from '../evidence/ports.ts';
import { hashToken, newLinkToken } from './link-token.ts';

export const signInLinkHours = 72;

/**
 * The SQL condition on `people p` for who may sign in by a mailed link: senders without a password whom no identity
 * provider knows. Whoever has another way uses it, and rights beyond a sender's are never given for a mail alone.
 */
export const signsInByLink = `(p.deactivated_at is null and p.password_hash is null and p.subject is null
  and not exists (select from grants g where g.person_id = p.id and g.role <> 'sender'))`;

/**
 * A one-time path that signs a person in, and leads to `message` or to the list of their messages. It lives 72 hours
 * from the commit of the caller's transaction; earlier ones stay. Only the token's SHA-256 is kept. For anybody whom
 * `signsInByLink` does not fit, now or when it is used, it opens nothing.
 */
export async function mintSignInLink(tx: Queryable, person: string, message: string | null): Promise<string> {
  const token = newLinkToken();
  await tx.query({
    name: 'mint-sign-in-link',
    text: `insert into sign_in_links (token_hash, person_id, message_id, expires_at)
      values ($1, $2, $3, now() + make_interval(hours => ${signInLinkHours}))`,
    values: [hashToken(token), person, message],
  });
  return `/desk/links/${token}`;
}
