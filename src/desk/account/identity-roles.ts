import type { Queryable } from '../../evidence/ports.ts';
import type { Grant } from '../../message/rights.ts';
import type { Claimed } from './identity-claims.ts';

/** What claims give somebody here. */
export interface ClaimedRoles {
  /** The id of the unit they belong to; absent: claims name none that exists. */
  readonly unit: string | undefined;
  /** `unit` stands for the person's own. */
  readonly grants: readonly (Grant | 'own_unit_sender')[];
  /** Names of units that the policy or a claim names, and that do not exist. */
  readonly unknownUnits: readonly string[];
}

/** Looks up the units that claims name; a role in one that does not exist is no role. */
export async function claimedRoles(tx: Queryable, { unit, roles }: Claimed): Promise<ClaimedRoles> {
  const names = [...roles.map((each) => each.unit), unit].filter((name) => name !== undefined);
  const { rows } = await tx.query<{ name: string; id: string | null }>(
    `select n.name, u.id from unnest($1::text[]) as n (name) left join units u on lower(u.name) = lower(trim(n.name))`,
    [[...new Set(names)]],
  );
  const ids = new Map(rows.map(({ name, id }) => [name, id]));
  const grants = roles.flatMap((each): (Grant | 'own_unit_sender')[] => {
    if (each.unit === undefined) {
      return [each.role === 'sender' ? 'own_unit_sender' : { role: each.role, unit: null }];
    }
    const id = ids.get(each.unit);
    return id ? [{ role: each.role, unit: id }] : [];
  });
  return {
    unit: (unit !== undefined && ids.get(unit)) || undefined,
    grants,
    unknownUnits: rows.filter(({ id }) => id === null).map(({ name }) => name),
  };
}

/** Each role once, in an order of its own, for somebody who belongs to a unit. */
export function grantsIn(unit: string, claimed: ClaimedRoles['grants']): Grant[] {
  const all = claimed.map((each): Grant => (each === 'own_unit_sender' ? { role: 'sender', unit } : each));
  return inOrder(all.filter((each, index) => all.findIndex((other) => isSame(each, other)) === index));
}

const isSame = (one: Grant, other: Grant): boolean => one.role === other.role && one.unit === other.unit;

export const inOrder = (grants: readonly Grant[]): Grant[] =>
  grants.toSorted((one, other) => `${one.role} ${one.unit}`.localeCompare(`${other.role} ${other.unit}`));
