import type { Queryable } from '../evidence/ports.ts';
import { maskPhone } from './addresses.ts';
import { ownPasskey } from './returning/own-passkeys.ts';
import { mailboxSql } from './phone-for.ts';

/** By what a delivery can be opened, beside a code to its phone. */
export interface WaysIn {
  /** Somebody at its address and number has added a passkey. */
  readonly passkey: boolean;
  /** The sender gave an identity that an eID can be matched with. */
  readonly identity: boolean;
  readonly accessCode: boolean;
  /** Whose phones a code can go to, where the address is a shared mailbox. */
  readonly members: readonly WayOfMember[];
}

export interface WayOfMember {
  readonly id: string;
  /** First letters of the words of the name. */
  readonly initials: string;
  readonly maskedPhone: string;
}

export async function waysIn(db: Queryable, delivery: string): Promise<WaysIn> {
  const { rows } = await db.query<
    Omit<WaysIn, 'members'> & { members: readonly { id: string; name: string; phone: string }[] | null }
  >({ name: 'ways-in', text: sql, values: [delivery] });
  const { members, ...ways } = rows[0] ?? {
    passkey: false,
    identity: false,
    accessCode: false,
    members: null,
  };
  return {
    ...ways,
    members: (members ?? []).map(({ id, name, phone }) => ({
      id,
      initials: initialsOf(name),
      maskedPhone: maskPhone(phone),
    })),
  };
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();

const sql = `
select exists (select from recipient_passkeys k
    where ${ownPasskey}) as passkey,
  exists (select from delivery_identities i where i.delivery_id = d.id) as identity,
  exists (select from access_codes a where a.delivery_id = d.id) as "accessCode",
  (select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone) order by p.created_at, p.id)
    from mailbox_members p where p.mailbox_id = ${mailboxSql} and p.ended_at is null) as members
from deliveries d where d.id = $1`;
