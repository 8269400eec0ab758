import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { holdPerson } from '../account/hold-account.ts';
import { recordChange } from '../record-change.ts';

/** Whether somebody has answers sent to their own mailbox. */
export async function wantsMail(db: Queryable, person: string): Promise<boolean> {
  const { rows } = await db.query<{ wants: boolean }>(
    'select replies_by_mail as wants from people where id = $1',
    [person],
  );
  return rows[0]!.wants;
}

/** Sends what recipients answer from now on to somebody's own mailbox, or keeps it at the desk. Refuses unauthenticated. */
export async function chooseMailbox({ db }: Context, person: string, byMail: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    await holdPerson(tx, person);
    const { count } = await tx.query(
      'update people set replies_by_mail = $2 where id = $1 and replies_by_mail <> $2',
      [person, byMail],
    );
    if (!count) return;
    await recordChange(tx, {
      type: 'person.changed',
      actor: { kind: 'staff', id: person },
      kind: 'person',
      subject: person,
      before: { repliesByMail: !byMail },
      after: { repliesByMail: byMail },
    });
  });
}
