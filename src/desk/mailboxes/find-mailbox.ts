import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Keeper, keptSql } from '../contacts/keeper.ts';
import type { Mailbox } from './mailbox.ts';
import type { MailboxKeeper, OwnSession } from './mailbox-keeper.ts';

const columns = `b.id, b.address, b.name, b.unit_id as unit, u.name as "unitName", b.version, coalesce((
  select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone, 'language', p.language)
    order by p.created_at, p.id)
  from mailbox_members p where p.mailbox_id = b.id and p.ended_at is null), '[]') as members, coalesce((
  select jsonb_agg(jsonb_build_object('id', p.id, 'seenAt', p.owner_seen_at) order by p.created_at, p.id)
  from mailbox_members p where p.mailbox_id = b.id and p.ended_at is null and p.is_owner), '[]') as owners, (
  select jsonb_build_object('invitedAt', l.created_at, 'expiresAt', l.expires_at)
  from mailbox_links l where l.mailbox_id = b.id and l.expires_at > now()) as invitation`;

/** The mailboxes that the keeper keeps, by address; at most a thousand. */
export async function listMailboxes(db: Queryable, { units }: Keeper): Promise<Mailbox[]> {
  const { rows } = await db.query<Mailbox>(
    `select ${columns} from mailboxes b left join units u on u.id = b.unit_id
      where b.deleted_at is null and ${keptSql('b.unit_id', 1)} order by lower(b.address), b.id limit 1000`,
    [units],
  );
  return rows;
}

/** One of them. Refuses not_found. */
export const findMailbox = (db: Queryable, keeper: Keeper, id: string): Promise<Mailbox> =>
  read(db, keeper, id, '');

/** The same, locked until the transaction ends: all that changes it or its members waits. */
export async function lockMailbox(tx: Queryable, keeper: MailboxKeeper, id: string): Promise<Mailbox> {
  await read(tx, keeper, id, 'for update of b');
  if (keeper.owner) await checkOwner(tx, keeper.owner, id);
  // In a statement of its own: the members are as they are once it is locked.
  return read(tx, keeper, id, '');
}

/** Refuses not_found (another mailbox), unauthenticated (their session ended meanwhile). */
async function checkOwner(tx: Queryable, owner: OwnSession, id: string): Promise<void> {
  if (owner.mailbox !== id.toLowerCase()) throw new Refusal('not_found');
  const { count } = await tx.query(
    `select from mailbox_sessions s join mailbox_links l on l.id = s.link_id
        join mailbox_members p on p.id = s.member_id
      where s.id_hash = $1 and p.id = $2 and l.mailbox_id = $3 and p.mailbox_id = $3
        and p.is_owner and p.ended_at is null and l.expires_at > now()`,
    [owner.session, owner.member, owner.mailbox],
  );
  if (count === 0) throw new Refusal('unauthenticated');
}

/** Refuses changed_meanwhile where another version was looked at; absent: whichever it is. */
export function checkVersion(stands: Mailbox, version: number | undefined): void {
  if (version !== undefined && stands.version !== version) throw new Refusal('changed_meanwhile');
}

/** The mailbox of a member. Refuses not_found. */
export async function mailboxOfMember(db: Queryable, member: string): Promise<string> {
  const { rows } = isUuid(member)
    ? await db.query<{ id: string }>('select mailbox_id as id from mailbox_members where id = $1', [member])
    : { rows: [] };
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0].id;
}

async function read(db: Queryable, { units }: Keeper, id: string, lock: string): Promise<Mailbox> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await db.query<Mailbox>(
    `select ${columns} from mailboxes b left join units u on u.id = b.unit_id
      where b.id = $1 and b.deleted_at is null and ${keptSql('b.unit_id', 2)} ${lock}`,
    [id, units],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}
