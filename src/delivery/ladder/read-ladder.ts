import type { Queryable } from '../../evidence/ports.ts';
import type { LadderStep } from '../../message/policy.ts';

export interface Ladder {
  /** The decision that it stands in. */
  readonly decision: string;
  /** In rising order of hours; never empty. */
  readonly steps: readonly LadderStep[];
}

/** The ladder that holds at this moment; `undefined`: nothing follows where a message stays unread. */
export async function readLadder(db: Queryable): Promise<Ladder | undefined> {
  const { rows } = await db.query<{ decision: string; steps: readonly LadderStep[] | null }>({
    name: 'read-ladder',
    text: `select id::text as decision, policy -> 'ladder' -> 'steps' as steps from policies order by id desc limit 1`,
  });
  const [newest] = rows;
  return newest?.steps?.length ? { decision: newest.decision, steps: newest.steps } : undefined;
}
