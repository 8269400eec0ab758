import type { IncidentKeeper } from '../../../src/desk/incidents/keeper.ts';
import { type IncidentDraft, openIncident } from '../../../src/desk/incidents/open-incident.ts';
import { readIncident } from '../../../src/desk/incidents/read-incident.ts';
import type { Incident } from '../../../src/desk/incidents/incident.ts';
import type { Context } from '../../../src/delivery/context.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import type { Colleague } from '../../support/staff.ts';

export const keeperOf = (
  { id, name }: { id: string; name?: string },
  units: readonly string[] | null = null,
): IncidentKeeper => ({ actor: { kind: 'staff', id }, name: name ?? 'Dorte DPO', units });

export const nobody: Pick<Colleague, 'id'> = { id: '0197a3c2-7b1e-7c3a-9f00-00000000000c' };

/** A refusal of this code, and of this `field/problem` where it is told. */
export const refused = (code: string, blamed?: string) => (error: unknown) =>
  error instanceof Refusal &&
  error.code === code &&
  (blamed === undefined || `${error.facts.field}/${error.facts.problem}` === blamed);

export const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

export async function opened(
  ctx: Context,
  keeper: IncidentKeeper,
  draft: Partial<IncidentDraft> = {},
): Promise<Incident> {
  const id = await openIncident(ctx, keeper, {
    origin: 'by_hand',
    title: 'Letters to a wrong address',
    ...draft,
  });
  return readIncident(ctx, keeper, id);
}
