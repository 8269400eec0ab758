import { hashToken, looksLikeToken } from '../../../delivery/link-token.ts';
import { initialsOf } from '../../../delivery/ways-in.ts';
import { isLandline, maskPhone } from '../../../delivery/addresses.ts';
import type { Queryable } from '../../../evidence/ports.ts';

/** What a living link of a mailbox leads to, before anybody has proved who they are. */
export interface FoundInvitation {
  /** Of the link. */
  readonly id: string;
  readonly mailbox: string;
  readonly address: string;
  readonly name: string;
  /** Under its outward name; null: the whole organisation. */
  readonly unit: string | null;
  /** To whose phones a code can go. */
  readonly owners: readonly {
    readonly id: string;
    readonly initials: string;
    readonly maskedPhone: string;
    readonly landline: boolean;
  }[];
  /** The newest code that lives. */
  readonly code: OwnerCode | null;
}

export interface OwnerCode {
  readonly member: string;
  readonly via: 'sms' | 'call';
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly state: 'on_its_way' | 'handed_over' | 'delivered' | 'failed';
}

type Row = Omit<FoundInvitation, 'owners'> & {
  readonly owners: readonly { readonly id: string; readonly name: string; readonly phone: string }[];
};

/** `undefined`: there is none such, or it has ended. */
export async function findInvitation(db: Queryable, token: string): Promise<FoundInvitation | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await db.query<Row>(
    `select l.id, b.id as mailbox, b.address, b.name, u.outward_name as unit, coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone) order by p.created_at, p.id)
        from mailbox_members p where p.mailbox_id = b.id and p.is_owner and p.ended_at is null), '[]') as owners, (
        select jsonb_build_object('member', c.member_id, 'via', c.via, 'sentAt', c.created_at, 'expiresAt', c.expires_at,
          'state', case coalesce(c.outcome, '') when '' then 'on_its_way' when 'unknown' then 'failed' else c.outcome end)
        from mailbox_codes c where c.link_id = l.id and c.used_at is null and c.expires_at > now()
        order by c.created_at desc limit 1) as code
      from mailbox_links l join mailboxes b on b.id = l.mailbox_id left join units u on u.id = b.unit_id
      where l.token_hash = $1 and l.expires_at > now() and b.deleted_at is null`,
    [hashToken(token)],
  );
  const row = rows[0];
  return (
    row && {
      ...row,
      owners: row.owners.map(({ id, name, phone }) => ({
        id,
        initials: initialsOf(name),
        maskedPhone: maskPhone(phone),
        landline: isLandline(phone),
      })),
    }
  );
}

/**
 * Keeps the mailbox of a link as it is until the transaction ends, and its owner in it. False: the link has ended, or they keep
 * it no more.
 */
export async function holdOwner(tx: Queryable, link: string, member: string): Promise<boolean> {
  await tx.query(
    'select from mailboxes b where b.id = (select mailbox_id from mailbox_links where id = $1) for share',
    [link],
  );
  // In a statement of its own: the link and the member are as they are once the mailbox is locked.
  const { count } = await tx.query(
    `select from mailbox_links l join mailbox_members p on p.mailbox_id = l.mailbox_id
      where l.id = $1 and l.expires_at > now() and p.id = $2 and p.is_owner and p.ended_at is null`,
    [link, member],
  );
  return count === 1;
}
