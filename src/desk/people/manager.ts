import type { Actor } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Grant, hasDuty } from '../../message/rights.ts';

/** Who manages people and units: as evidence names them, and with the roles that count at this moment. */
export interface Manager {
  readonly actor: Actor;
  readonly grants: readonly Grant[];
}

/** A system whose token may manage people manages all of them. */
export const managingSystem = (actor: Actor): Manager => ({ actor, grants: [{ role: 'admin', unit: null }] });

interface Managed {
  /** The id of the home unit. */
  readonly unit: string;
  readonly grants: readonly Grant[];
}

/** Whether somebody belongs to those whom a manager looks after: their home unit is one of the manager's. */
export const looksAfter = ({ grants }: Manager, { unit }: Pick<Managed, 'unit'>): boolean =>
  hasDuty(grants, 'people', unit);

/** Whether roles hold nowhere but where the manager manages people: nobody gives or takes beyond that. */
export const reaches = ({ grants }: Manager, given: readonly Grant[]): boolean =>
  given.every(({ unit }) => hasDuty(grants, 'people', unit));

/** Whether somebody may be changed: else whoever changes their way to sign in could use their roles. */
export const mayChange = (manager: Manager, person: Managed): boolean =>
  looksAfter(manager, person) && reaches(manager, person.grants);

/** Whether somebody may be deactivated, which gives nobody anything: a sender's roles elsewhere do not hinder it. */
export const mayDeactivate = (manager: Manager, person: Managed): boolean =>
  looksAfter(manager, person) && reaches(manager, needingProof(person.grants));

/** Roles beyond a sender's: whoever gives them, or touches somebody who has them, proves anew who they are. */
export const needingProof = (grants: readonly Grant[]): readonly Grant[] =>
  grants.filter(({ role }) => role !== 'sender');

/** Refuses not_found for somebody whom the manager does not look after, and forbidden for whom they may not change. */
export function demandChange(manager: Manager, person: Managed): void {
  if (!looksAfter(manager, person)) throw new Refusal('not_found');
  if (!mayChange(manager, person)) throw new Refusal('forbidden', beyond);
}

/** The same for deactivating. */
export function demandDeactivation(manager: Manager, person: Managed): void {
  if (!looksAfter(manager, person)) throw new Refusal('not_found');
  if (!mayDeactivate(manager, person)) throw new Refusal('forbidden', beyond);
}

const beyond = 'This person has roles outside of your units: an administrator of all units can do that.';

/** Refuses forbidden: a home unit or roles outside of where the manager manages people. */
export function demandReach(manager: Manager, { unit, grants }: Managed): void {
  if (looksAfter(manager, { unit }) && reaches(manager, grants)) return;
  throw new Refusal('forbidden', 'You can give roles only in units where you are an administrator.');
}
