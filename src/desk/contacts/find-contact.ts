import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Contact, contactColumns } from './contact.ts';
import { type Keeper, keptSql } from './keeper.ts';

/** A contact that the keeper keeps. Refuses not_found. */
export const findContact = (db: Queryable, keeper: Keeper, id: string): Promise<Contact> =>
  read(db, keeper, id, '');

/** The same, locked until the transaction ends. */
export const lockContact = (tx: Queryable, keeper: Keeper, id: string): Promise<Contact> =>
  read(tx, keeper, id, 'for update of c');

async function read(db: Queryable, keeper: Keeper, id: string, lock: string): Promise<Contact> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await db.query<Contact>(
    `select ${contactColumns} from contacts c left join units u on u.id = c.unit_id
      where c.id = $1 and ${keptSql('c.unit_id', 2)} ${lock}`,
    [id, keeper.units],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}
