import { randomUUID } from 'node:crypto';
import { beginTotp, confirmTotp, waitingTotp } from '../../../src/desk/account/enrol-totp.ts';
import { hashPassword } from '../../../src/desk/account/password.ts';
import { staffOf } from '../../../src/desk/account/sessions.ts';
import { signIn } from '../../../src/desk/account/sign-in.ts';
import type { Role } from '../../../src/message/rights.ts';
import type { StaffMember } from '../../../src/desk/staff.ts';
import type { TestDatabase } from '../../support/database.ts';
import type { Portal } from '../../support/portal.ts';
import { codeAt } from '../../support/totp.ts';

export const password = 'four words make sense';
export const client = { ip: '192.0.2.7', userAgent: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' };

let hash: Promise<string> | undefined;

/** A person with a password, by the name before the @. */
export async function hire(db: TestDatabase, portal: Portal, name: string, ...held: Role[]): Promise<string> {
  const id = randomUUID();
  hash ??= hashPassword(password);
  await db.database.query(
    'insert into people (id, unit_id, email, name, password_hash) values ($1, $2, $3, $4, $5)',
    [id, portal.sender.unit, `${name}@example.dk`, name, await hash],
  );
  for (const role of held) {
    await db.database.query('insert into grants (person_id, role) values ($1, $2)', [id, role]);
  }
  return id;
}

export const enter = (portal: Portal, name: string, ip = client.ip): Promise<string> =>
  signIn(portal.ctx, `${name}@example.dk`, password, { ...client, ip });

export async function staffIn(portal: Portal, session: string): Promise<StaffMember> {
  const staff = await staffOf(portal.ctx, session);
  if (!staff) throw new Error('This session is nobody’s');
  return staff;
}

/** Sets codes by an app up in a session, and gives the secret, with its first code still to be used. */
export async function enrol(db: TestDatabase, portal: Portal, session: string): Promise<string> {
  const { id } = await staffIn(portal, session);
  await beginTotp(portal.ctx, await staffIn(portal, session));
  const secret = (await waitingTotp(portal.ctx, id))!;
  const code = codeAt(secret, Date.now());
  await confirmTotp(portal.ctx, await staffIn(portal, session), session, code, client);
  await forgetSteps(db, id);
  return secret;
}

/** As if the codes of these minutes had not been used. */
export const forgetSteps = (db: TestDatabase, person: string) =>
  db.database.query('update totp_secrets set last_step = 0 where person_id = $1', [person]);
