import type { EarlierView } from '../../../../views/models/blocks.ts';
import { isRecallable } from '../../../delivery/recall-deliveries.ts';
import type { BlockKeeper } from '../../../desk/blocks/block.ts';
import type { EarlierDeliveries } from '../../../desk/blocks/earlier-deliveries.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { staffActor } from '../desk/signed-in.ts';

export const keeperOf = (staff: StaffMember): BlockKeeper => ({
  actor: staffActor(staff),
  units: unitsForDuty(staff.grants, 'blocks'),
});

export const earlierView = ({ newest, ...counts }: EarlierDeliveries): EarlierView => ({
  ...counts,
  newest: newest.map((each) => ({ ...each, recallable: isRecallable(each.status) })),
});
