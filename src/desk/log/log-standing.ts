import type { Context } from '../../delivery/context.ts';
import { type LogFigures, readLogFigures } from '../../evidence/sequencer/log-figures.ts';
import { type AnchorState, anchorState } from './anchor-state.ts';

/** What whoever relies on the evidence must know of the log. */
export interface LogStanding {
  /** `closed`: nothing more is taken up until somebody has looked. `behind`: what waits, waits longer than it should. */
  readonly growth: 'grows' | 'behind' | 'closed';
  /** The last replay of the whole log found that it fits what is recorded. */
  readonly isSound: boolean;
  /**
   * `never`: nobody outside has stamped it. `late`: nobody has for long, and it has grown since. `stamped`: it is
   * stamped as it should be.
   */
  readonly anchor: 'stamped' | 'late' | 'never';
  /** The authority's time of the last stamp (ISO 8601); null: there is none. */
  readonly stampedAt: string | null;
}

/** An entry follows its event within a second or two; what waits for a minute waits for a person. */
const behindSeconds = 60;
/** The longest period of stamping that can be set, and an hour for the authority to be away. */
const lateSeconds = 25 * 60 * 60;

/** How the newest log stands, for the pages where evidence is searched and handed out. */
export async function logStanding(ctx: Pick<Context, 'db' | 'settings'>): Promise<LogStanding> {
  const [figures, anchor] = await Promise.all([readLogFigures(ctx.db), anchorState(ctx)]);
  return standingOf(figures, anchor);
}

export function standingOf(
  {
    isClosed,
    oldestWaitingSeconds,
    findings,
  }: Pick<LogFigures, 'isClosed' | 'oldestWaitingSeconds' | 'findings'>,
  { isAnchored, last, unstampedSeconds }: Pick<AnchorState, 'isAnchored' | 'last' | 'unstampedSeconds'>,
): LogStanding {
  const isLate = unstampedSeconds > (isAnchored ? lateSeconds : 0);
  return {
    growth: isClosed ? 'closed' : oldestWaitingSeconds > behindSeconds ? 'behind' : 'grows',
    isSound: findings === 0,
    anchor: !last ? 'never' : isLate ? 'late' : 'stamped',
    stampedAt: last?.stampedAt ?? null,
  };
}
