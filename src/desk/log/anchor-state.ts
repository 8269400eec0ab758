import type { Context } from '../../delivery/context.ts';

/** How the newest log is anchored outside of this installation. */
export interface AnchorState {
  /** An authority is configured. Where none is, the log proves nothing against whoever runs the server. */
  readonly isAnchored: boolean;
  /** Absent: it was never stamped. `stampedAt` is the authority's time (ISO 8601). */
  readonly last: { readonly size: number; readonly stampedAt: string } | undefined;
  /** Since when the oldest entry waits that no stamp covers, in seconds; 0: none waits. */
  readonly unstampedSeconds: number;
  /**
   * By how many seconds our clock was ahead of the authority's (below 0: behind) at the last stamp, beyond what its accuracy
   * and the time of its answer explain; 0: nothing shows that it was.
   */
  readonly clockOffSeconds: number;
}

/** What to say of the log's anchor, on pages and to operators. */
export async function anchorState({ db, settings }: Pick<Context, 'db' | 'settings'>): Promise<AnchorState> {
  const { rows } = await db.query<{
    size: number | null;
    stampedAt: string | null;
    unstamped: number;
    off: number;
  }>({
    name: 'anchor-state',
    text: `select t.size, t.stamped_at as "stampedAt",
        coalesce((select greatest(extract(epoch from clock_timestamp() - e.at), 0) from log_entries x
          join events e on e.id = x.event where x.log = l.id and x.index = coalesce(t.size, 0)), 0)::float8 as unstamped,
        coalesce(greatest(extract(epoch from t.asked_at - t.stamped_at) - t.accuracy / 1000.0 - 1, 0)
          + least(extract(epoch from t.made_at - t.stamped_at) + t.accuracy / 1000.0, 0), 0)::float8 as off
      from (select * from logs order by id desc limit 1) l
        left join lateral (select * from log_timestamps where log = l.id order by size desc limit 1) t on true`,
  });
  const [row] = rows;
  const { size = null, stampedAt = null } = row ?? {};
  return {
    isAnchored: settings.isAnchored,
    last: size === null || stampedAt === null ? undefined : { size, stampedAt },
    unstampedSeconds: row?.unstamped ?? 0,
    clockOffSeconds: row?.off ?? 0,
  };
}
