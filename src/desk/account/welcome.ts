import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { hashToken } from '../../delivery/link-token.ts';
import { Refusal } from '../../message/refusals.ts';
import { hashPassword } from './password.ts';
import { insertPerson, newWelcome } from '../people/people.ts';
import { recordChange } from '../record-change.ts';
import { endSessions } from './end-sessions.ts';
import { factorsOf, hasFactor } from './factors.ts';
import { openStaffSession, type SignInClient } from './sessions.ts';
import { unitCalled } from '../people/units.ts';

export interface Welcome {
  /** null: the link makes the first administrator, who gives name and address. */
  readonly person: string | null;
  readonly name: string | null;
}

/** What a one-time link is for; `undefined`: unknown, used or expired. */
export async function findWelcome(ctx: Context, token: string): Promise<Welcome | undefined> {
  const { rows } = await ctx.db.query<Welcome>(
    `select w.person_id as person, p.name from welcome_links w left join people p on p.id = w.person_id
      where w.token_hash = $1 and w.used_at is null and w.expires_at > now() and p.deactivated_at is null`,
    [hashToken(token)],
  );
  return rows[0];
}

/**
 * Sets the password that a one-time link allows, uses the link up and opens a session, whose secret it returns; a second
 * factor that the person has is still asked for. Refuses: gone, password_weak, email_invalid, invalid.
 */
export async function acceptWelcome(
  ctx: Context,
  token: string,
  { password, name, email }: { password: string; name?: string | undefined; email?: string | undefined },
  client?: SignInClient,
): Promise<string> {
  if (!(await findWelcome(ctx, token)))
    throw new Refusal('gone', 'This link was used already, or is too old.');
  const hash = await hashPassword(password);
  const person = await ctx.db.transaction(async (tx) => {
    // Before the link: whoever deactivates somebody has them first and their links after.
    await tx.query(
      'select from people where id = (select person_id from welcome_links where token_hash = $1) for no key update',
      [hashToken(token)],
    );
    const { rows } = await tx.query<{ person: string | null }>(
      `update welcome_links set used_at = now()
        where token_hash = $1 and used_at is null and expires_at > now() returning person_id as person`,
      [hashToken(token)],
    );
    if (!rows[0]) throw new Refusal('gone', 'This link was used already, or is too old.');
    const { person: invited } = rows[0];
    if (invited) await tx.query('update people set password_hash = $2 where id = $1', [invited, hash]);
    const id = invited ?? (await firstAdministrator(tx, { email: email ?? '', name: name ?? '', hash }));
    // What a mailed link opened ends where the password begins, which may bring more rights.
    await endSessions(tx, id);
    await recordChange(tx, {
      type: 'person.password_set',
      actor: { kind: 'staff', id },
      kind: 'person',
      subject: id,
      details: { by: 'link' },
    });
    return id;
  });
  return ctx.db.transaction(async (tx) => {
    const pending = hasFactor(await factorsOf(tx, person));
    return openStaffSession(tx, { person, method: 'password', pending, client });
  });
}

async function firstAdministrator(
  tx: Queryable,
  { email, name, hash }: { email: string; name: string; hash: string },
): Promise<string> {
  const unit = await unitCalled(tx, undefined);
  const grants = [
    { role: 'admin', unit: null },
    { role: 'sender', unit },
  ] as const;
  const id = await insertPerson(tx, { email, name, unit, grants }, hash);
  await recordChange(tx, {
    type: 'person.created',
    actor: { kind: 'staff', id },
    kind: 'person',
    subject: id,
    before: null,
    after: { email, name, unit, grants },
  });
  return id;
}

/** A fresh link for the first administrator, while nobody can sign in; earlier ones end. `undefined`: somebody can. */
export async function firstAdministratorPath(ctx: Context): Promise<string | undefined> {
  return ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query(
      'select from people where deactivated_at is null and (password_hash is not null or subject is not null) limit 1',
    );
    if (rows.length > 0) return undefined;
    await tx.query('delete from welcome_links where person_id is null');
    return newWelcome(tx, null);
  });
}
