import { parseEmailAddress } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { endKeeping } from '../conversations/end-keeping.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import { refusingDuplicates } from './duplicates.ts';
import { keepingAnAdministrator } from './keep-an-administrator.ts';
import { type Check, managed } from './managed.ts';
import { demandReach, type Manager } from './manager.ts';
import { type NewPerson, setGrants } from './people.ts';
import { fieldsOf, inOrder, type Person } from './person.ts';
import { tidyName } from './tidy-text.ts';
import { demandUnits } from './units.ts';

export interface PersonChange extends NewPerson {
  /** Of the person as the change was made from. */
  readonly version: number;
}

/**
 * Changes a person's name, address, unit and roles. Refuses: not_found, forbidden, changed_meanwhile, email_invalid,
 * invalid, already_exists, last_administrator.
 */
export async function changePerson(
  ctx: Context,
  manager: Manager,
  id: string,
  change: PersonChange,
  check?: Check,
): Promise<void> {
  const changed = managed(ctx, manager, id, check, async (tx, before) => {
    if (before.version !== change.version) throw new Refusal('changed_meanwhile');
    const after = read(change);
    await demandUnits(tx, after);
    demandReach(manager, after);
    const difference = differenceOf(fieldsOf(before), fieldsOf(after));
    if (!difference) return;
    if (before.isFromProvider) {
      throw new Refusal('invalid', 'This person comes from the organisation’s sign-in: change them there.', {
        field: Object.keys(difference.after)[0]!,
      });
    }
    await keepingAnAdministrator(tx, before.id, async () => {
      await update(tx, before, after);
      await endKeeping(tx, manager.actor, before.id);
      await recordChange(tx, {
        type: 'person.changed',
        actor: manager.actor,
        kind: 'person',
        subject: before.id,
        ...difference,
      });
    });
  });
  return refusingDuplicates(changed, 'There is a person with this address already.');
}

function read({ name, email, unit, grants }: PersonChange): NewPerson {
  const address = parseEmailAddress(email);
  if (!address) throw new Refusal('email_invalid');
  return { name: tidyName(name), email: address, unit, grants: inOrder(grants) };
}

async function update(tx: Queryable, { id, email }: Person, after: NewPerson): Promise<void> {
  await tx.query(
    'update people set name = $2, email = $3, unit_id = $4, version = version + 1 where id = $1',
    [id, after.name, after.email, after.unit],
  );
  await setGrants(tx, id, after.grants);
  // They were mailed to the address of before.
  if (email.toLowerCase() !== after.email.toLowerCase()) {
    await tx.query('delete from sign_in_links where person_id = $1 and used_at is null', [id]);
  }
}
