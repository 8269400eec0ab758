import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../delivery/context.ts';
import { type ToldParty, toldParties } from '../../message/incidents.ts';
import { recordChange } from '../record-change.ts';
import { pastInstant } from './fields.ts';
import { incidentLengths, tidyText } from './incident-text.ts';
import { invalidField } from './invalid-field.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';

export interface ToldDraft {
  readonly party: ToldParty;
  /** Who, and how. */
  readonly who: string;
  /** Absent: now. */
  readonly at?: string | undefined;
}

/** Notes who was told, and gives the note's id. Refuses: not_found, already_closed, invalid (`party`, `who`, `at`). */
export async function addTold(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  { party, who, at = new Date().toISOString() }: ToldDraft,
): Promise<string> {
  if (!toldParties.includes(party)) throw invalidField('party', 'missing', 'Say who was told.');
  const words = tidyText(who, 'who', incidentLengths.who, { needed: true });
  const toldAt = pastInstant(at, 'at');
  const told = uuidv7();
  await ctx.db.transaction(async (tx) => {
    await lockOpenIncident(tx, keeper, id);
    await tx.query(
      'insert into incident_told (id, incident_id, party, who, at) values ($1, $2, $3, $4, $5)',
      [told, id, party, words, toldAt],
    );
    await recordChange(tx, {
      type: 'incident.changed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { part: 'told', told, party },
      before: null,
      after: { party, who: words, at: toldAt },
    });
  });
  return told;
}
