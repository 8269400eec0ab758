import type { Queryable } from '../ports.ts';

/** Figures of the newest log, for machines that watch. */
export interface LogFigures {
  readonly size: number;
  /** Events that wait, counted up to 100,000. */
  readonly waiting: number;
  /** Age in seconds of the one that waits at the front; 0: none does. */
  readonly oldestWaitingSeconds: number;
  readonly isClosed: boolean;
  /** What the last replay found. */
  readonly findings: number;
}

export async function readLogFigures(db: Queryable): Promise<LogFigures> {
  const { rows } = await db.query<LogFigures>({
    name: 'log-figures',
    text: `select coalesce(l.size, 0) as size, l.closed is not null as "isClosed",
        coalesce(jsonb_array_length(l.findings), 0) as findings,
        (select count(*) from (select from pending_events limit 100000) p) as waiting,
        coalesce((select extract(epoch from clock_timestamp() - e.at) from
          (select event from pending_events order by position limit 1) p join events e on e.id = p.event), 0)::float8
          as "oldestWaitingSeconds"
      from (values (1)) one left join (select * from logs order by id desc limit 1) l on true`,
  });
  return rows[0]!;
}
