import { parseEmailAddress } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { demandReach, type Manager, mayChange } from './manager.ts';
import { claimAddress, insertPerson, type NewPerson, newWelcome } from './people.ts';
import { fieldsOf, inOrder, type Person, personColumns } from './person.ts';
import { tidyName } from './tidy-text.ts';
import { demandUnits } from './units.ts';

/**
 * Adds a person, or takes up one who was first seen at the gateway and has no password, and returns the one-time path
 * with which they set one, valid for 72 hours. Refuses: forbidden, email_invalid, invalid, already_exists (with
 * `deactivated: 1` among its facts where the address is that of somebody deactivated).
 */
export async function createPerson(
  ctx: Context,
  manager: Manager,
  draft: NewPerson,
): Promise<{ id: string; path: string }> {
  const email = parseEmailAddress(draft.email);
  if (!email) throw new Refusal('email_invalid');
  const fields = { name: tidyName(draft.name), email, unit: draft.unit, grants: inOrder(draft.grants) };
  return ctx.db.transaction(async (tx) => {
    await demandUnits(tx, fields);
    demandReach(manager, fields);
    await claimAddress(tx, email);
    const before = await personAt(tx, email);
    if (before) demandFree(manager, before);
    const id = await insertPerson(tx, fields);
    await recordChange(tx, {
      type: 'person.created',
      actor: manager.actor,
      kind: 'person',
      subject: id,
      before: before ? fieldsOf(before) : null,
      after: fieldsOf(fields),
    });
    return { id, path: await newWelcome(tx, id) };
  });
}

async function personAt(tx: Queryable, email: string): Promise<Person | undefined> {
  const { rows } = await tx.query<Person>(
    `select ${personColumns} from people p join units u on u.id = p.unit_id
      where lower(p.email) = lower($1) for no key update of p`,
    [email],
  );
  return rows[0];
}

/** Somebody of another unit is not taken up: whoever did that could read what they sent. */
function demandFree(manager: Manager, person: Person): void {
  if (mayChange(manager, person) && !person.deactivatedAt) return;
  throw mayChange(manager, person)
    ? new Refusal(
        'already_exists',
        'A person with this address was deactivated. Activate them again instead.',
        {
          deactivated: 1,
        },
      )
    : new Refusal('already_exists', 'There is a person with this address already.');
}
