import type { Queryable } from '../../evidence/ports.ts';
import { idleMinutes, longestHours } from '../../delivery/staff-session-limits.ts';
import type { SignInMethod } from '../staff.ts';

/** A session as its owner sees it. */
export interface OwnSession {
  readonly id: string;
  readonly method: SignInMethod;
  readonly secondFactor: boolean;
  readonly userAgent: string | null;
  /** `192.0.2.0/24`. */
  readonly network: string | null;
  /** ISO 8601 UTC. */
  readonly since: string;
  readonly lastSeen: string;
}

/** Somebody's sessions that are open, the one used last first. */
export async function listSessions(db: Queryable, person: string): Promise<readonly OwnSession[]> {
  const { rows } = await db.query<OwnSession>(
    `select public_id as id, method, factor_at is not null as "secondFactor", user_agent as "userAgent", network,
        created_at as since, last_seen_at as "lastSeen"
      from staff_sessions where person_id = $1 and not pending
        and last_seen_at > now() - make_interval(mins => ${idleMinutes})
        and created_at > now() - make_interval(hours => ${longestHours})
      order by last_seen_at desc, created_at desc limit 100`,
    [person],
  );
  return rows;
}

/** How somebody can sign in, besides passkeys. */
export interface WaysIn {
  readonly password: boolean;
  /** The organisation's identity provider knows them. */
  readonly provider: boolean;
}

export async function waysInOf(db: Queryable, person: string): Promise<WaysIn> {
  const { rows } = await db.query<WaysIn>(
    'select password_hash is not null as password, subject is not null as provider from people where id = $1',
    [person],
  );
  return rows[0]!;
}

/** Somebody's roles with the names of the units in which they hold; null: in all of them. */
export interface NamedGrant {
  readonly role: 'sender' | 'compliance' | 'admin';
  readonly unit: string | null;
}

export async function namedGrants(db: Queryable, person: string): Promise<readonly NamedGrant[]> {
  const { rows } = await db.query<NamedGrant>(
    `select g.role, u.name as unit from grants g left join units u on u.id = g.unit_id where g.person_id = $1
      order by array_position(array['sender', 'compliance', 'admin'], g.role), u.name nulls first`,
    [person],
  );
  return rows;
}
