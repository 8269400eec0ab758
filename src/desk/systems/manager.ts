import type { Actor } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Units } from '../../message/rights.ts';
import type { Scope } from '../../message/scopes.ts';

/** Whoever manages systems, and what they may give: nobody gives more than they have. */
export interface Manager {
  readonly actor: Actor;
  /** Whose systems they look after. Null: everybody's, and they may let a system send from any address. */
  readonly units: Units;
  /** What the secrets that they make may be used for. */
  readonly scopes: readonly Scope[];
}

export const managesUnit = ({ units }: Manager, unit: string): boolean =>
  units === null || units.includes(unit);

/** Refuses forbidden. */
export function demandUnit(manager: Manager, unit: string): void {
  if (!managesUnit(manager, unit)) {
    throw new Refusal('forbidden', 'You do not look after the systems of that unit.', { field: 'unit' });
  }
}

/** Refuses forbidden, naming what is missing. */
export function demandScopes({ scopes }: Manager, wanted: readonly Scope[]): void {
  const missing = wanted.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    throw new Refusal('forbidden', `Nobody can give a scope that they lack: ${missing.join(', ')}.`, {
      field: 'scopes',
    });
  }
}

/** Refuses forbidden: whoever can send from any address can send as anybody in any unit. */
export function demandSenders({ units }: Manager, patterns: readonly string[]): void {
  if (units !== null && patterns.includes('*')) {
    throw new Refusal(
      'forbidden',
      'Only an administrator of everything can give the right to send from any address.',
      { field: 'from' },
    );
  }
}
