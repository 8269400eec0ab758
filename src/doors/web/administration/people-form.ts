import type { Request } from 'express';
import { type Grant, type Role, roles } from '../../../message/rights.ts';
import { isUuid } from '../../../message/ids.ts';
import { field } from '../page.ts';

/** All values of a field that may come several times. */
export function values(request: Request, name: string): readonly string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return [value].flat().filter((each): each is string => typeof each === 'string');
}

/** A role as a form names it: `sender:<id of the unit>`, `admin:*` for all units. */
export const grantValue = ({ role, unit }: Grant): string => `${role}:${unit ?? '*'}`;

function readGrant(value: string): Grant | undefined {
  const [role, unit, ...rest] = value.split(':');
  const known = roles.find((each) => each === role);
  if (!known || rest.length > 0 || unit === undefined) return undefined;
  if (unit === '*') return { role: known, unit: null };
  return isUuid(unit) ? { role: known, unit: unit.toLowerCase() } : undefined;
}

/** The roles of a field; what names none is passed over. */
export const grantsOf = (request: Request, name: string): Grant[] =>
  values(request, name).flatMap((value) => readGrant(value) ?? []);

/** The chosen role; `''`: none. */
export const roleOf = (request: Request): Role | '' =>
  roles.find((each) => each === field(request, 'role')) ?? '';

/** Where a role is to hold, as the field `where` says it; empty is the home unit. */
export const unitOfRole = (where: string, home: string): string | null =>
  where === '*' ? null : where === '' ? home : where;
