import type { Context } from '../../delivery/context.ts';
import { type IncidentDecision, incidentDecisions } from '../../message/incidents.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import { incidentLengths, tidyText } from './incident-text.ts';
import { invalidField } from './invalid-field.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';

export interface DecisionDraft {
  readonly decision: IncidentDecision;
  /** On what grounds (GDPR art. 33(5)): never empty. */
  readonly why: string;
}

/**
 * Decides, or decides anew, whether the authority is told, in the keeper's name. Refuses: not_found, already_closed,
 * changed_meanwhile, invalid (with the `field` and its `problem`).
 */
export async function decideIncident(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  version: number,
  { decision, why }: DecisionDraft,
): Promise<void> {
  if (!incidentDecisions.includes(decision)) {
    throw invalidField('decision', 'missing', 'Decide whether the authority is told.');
  }
  const words = tidyText(why, 'why', incidentLengths.words, { needed: true });
  await ctx.db.transaction(async (tx) => {
    const stands = await lockOpenIncident(tx, keeper, id, version);
    const difference = differenceOf({ decision: stands.decision, why: stands.why }, { decision, why: words });
    if (!difference) return;
    await tx.query(
      `update incidents set decision = $2, decision_why = $3, decided_by = $4, decided_at = clock_timestamp(),
          version = version + 1 where id = $1`,
      [id, decision, words, keeper.name],
    );
    await recordChange(tx, {
      type: 'incident.decided',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { decision },
      before: difference.before,
      after: { ...difference.after, name: keeper.name },
    });
  });
}
