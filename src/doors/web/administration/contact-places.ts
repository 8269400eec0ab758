import type { ContactPlaces } from '../../../../views/models/contacts.ts';
import type { Context } from '../../../delivery/context.ts';
import { type Keeper, keeps } from '../../../desk/contacts/keeper.ts';
import { listUnits } from '../../../desk/people/units.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { isUuid } from '../../../message/ids.ts';
import { refusalCodes, type RefusalCode } from '../../../message/refusals.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { staffActor } from '../desk/signed-in.ts';

/** Somebody at the desk, with the contacts that they keep. */
export const keeperOf = (staff: StaffMember): Keeper => ({
  actor: staffActor(staff),
  units: unitsForDuty(staff.grants, 'contacts'),
});

export async function placesOf(ctx: Context, keeper: Keeper): Promise<ContactPlaces> {
  const units = (await listUnits(ctx)).filter(({ id }) => keeps(keeper, id));
  return { units: units.map(({ id, name }) => ({ id, name })), everywhere: keeper.units === null };
}

/** Where a form puts a contact: the id of a unit, null for `*`; `undefined`: that is neither. */
export const placeOf = (text: string): string | null | undefined =>
  text === '*' ? null : isUuid(text) ? text.toLowerCase() : undefined;

/** How a form names a place. */
export const placeValue = (unit: string | null): string => unit ?? '*';

/** What a form offers first: one's own unit where one keeps its contacts. */
export const usualPlace = (keeper: Keeper, { unit }: StaffMember, { units }: ContactPlaces): string =>
  keeper.units === null ? '*' : keeps(keeper, unit) ? unit : (units[0]?.id ?? '');

/** A form that failed comes back as what was wrong with it, or as a conflict. */
export const statusOf = (code: RefusalCode): number => (refusalCodes[code].http === 409 ? 409 : 422);
