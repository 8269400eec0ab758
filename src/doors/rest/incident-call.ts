import type { Context } from '../../delivery/context.ts';
import type { IncidentKeeper } from '../../desk/incidents/keeper.ts';
import { readIncident } from '../../desk/incidents/read-incident.ts';
import { unitCalled } from '../../desk/people/units.ts';
import { incidentAnswer } from './incident-answers.ts';
import type { Call } from './operation.ts';
import { storedIncident } from './schemas-incidents.ts';

/** A system whose secret has the scope keeps all incidents. */
export const keeperOf = ({
  actor,
  system,
}: Pick<Call<unknown, unknown>, 'actor' | 'system'>): IncidentKeeper => ({
  actor,
  name: system.name,
  units: null,
});

/** The id of the unit of a name; null where none is named. Refuses invalid. */
export const unitOf = async (ctx: Context, name: string | undefined): Promise<string | null> =>
  name === undefined ? null : unitCalled(ctx.db, name);

/** What is done to an incident answers with the incident as it then stands. */
export async function answer(call: Call<unknown, unknown>, id = call.id) {
  return { value: incidentAnswer(await readIncident(call.ctx, keeperOf(call), id)) };
}

export const common = {
  scope: 'incidents',
  answer: storedIncident,
} as const;
/** What most of them may refuse. */
export const changing = ['forbidden', 'not_found', 'already_closed', 'invalid'] as const;
export const versioned = [...changing, 'changed_meanwhile'] as const;
