import type { Queryable } from '../ports.ts';
import type { LogCheck } from './check-log.ts';

/** Keeps what a replay has found, for those who ask later. */
export async function recordCheck(db: Queryable, { log, findings }: LogCheck): Promise<void> {
  await db.query('update logs set checked_at = clock_timestamp(), findings = $2 where id = $1', [
    log,
    JSON.stringify(findings.map(({ sentence }) => sentence)),
  ]);
}

/** Seconds for which a claim holds, unless it is renewed. */
const claimSeconds = 60;

/**
 * Claims the replay of the newest log for this process, where it is due: the last one began to be old `afterSeconds` ago, and
 * nobody else is at it.
 */
export async function claimCheck(db: Queryable, afterSeconds: number): Promise<boolean> {
  const { count } = await db.query(
    `update logs set checking_until = clock_timestamp() + make_interval(secs => ${claimSeconds})
      where id = (select max(id) from logs)
        and coalesce(checking_until < clock_timestamp(), true)
        and coalesce(checked_at < clock_timestamp() - make_interval(secs => $1), true)`,
    [afterSeconds],
  );
  return count === 1;
}

export async function renewClaim(db: Queryable): Promise<void> {
  await db.query(
    `update logs set checking_until = clock_timestamp() + make_interval(secs => ${claimSeconds})
      where id = (select max(id) from logs)`,
  );
}

export async function endClaim(db: Queryable): Promise<void> {
  await db.query('update logs set checking_until = null where id = (select max(id) from logs)');
}
