import type { Context } from '../../../src/delivery/context.ts';
import { createSystem } from '../../../src/desk/systems/create-system.ts';
import type { Manager } from '../../../src/desk/systems/manager.ts';
import { scopes, usualScopes } from '../../../src/message/scopes.ts';
import type { TestDatabase } from '../../support/database.ts';

const actor = { kind: 'staff', id: '0197a3c2-7b1e-7c3a-9f00-000000000001' } as const;

/** An administrator of everything, and one of these units alone. */
export const everything: Manager = { actor, units: null, scopes };
export const ofUnits = (...units: string[]): Manager => ({ actor, units, scopes: usualScopes });

let count = 0;

/** A system of its own for each test, with its first secret. */
export async function aSystem(
  ctx: Context,
  draft: Partial<Parameters<typeof createSystem>[2]> = {},
  first: Parameters<typeof createSystem>[3] = {},
) {
  const name = `System ${(count += 1)}`;
  return createSystem(ctx, everything, { name, from: ['*@example.dk'], ...draft }, first);
}

/** What was recorded about a system, oldest first. */
export async function eventsOf(db: TestDatabase, system: string) {
  const { rows } = await db.database.query<{
    type: string;
    details: Record<string, unknown>;
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
  }>(
    `select e.type, e.details, f.fields -> 'before' as before, f.fields -> 'after' as after
      from events e left join event_fields f on f.event = e.id
      where e.details ->> 'subject' = $1 order by e.id`,
    [system],
  );
  return rows;
}

export const inDays = (days: number): string =>
  new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString();
