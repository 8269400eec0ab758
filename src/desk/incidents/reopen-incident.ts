import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockIncident } from './lock-incident.ts';

/** Opens a closed incident again, under its number. Refuses: not_found, changed_meanwhile (also where it is open). */
export async function reopenIncident(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  version: number,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const incident = await lockIncident(tx, keeper, id);
    if (incident.closedAt === null || incident.version !== version) throw new Refusal('changed_meanwhile');
    await tx.query(
      'update incidents set closed_at = null, closed_by = null, version = version + 1 where id = $1',
      [id],
    );
    await recordChange(tx, {
      type: 'incident.reopened',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      before: null,
      after: { name: keeper.name },
    });
  });
}
