import type { Queryable } from '../ports.ts';

/** Who holds this grows the log, or changes who signs it. */
const lock = 0x5e91_0008;

/**
 * Takes the sequencer's lock until the transaction ends; false: somebody else has it. A process that is stopped in between
 * must not keep it: the server ends a session that says nothing for five seconds. Sorting and scanning are switched off for
 * this transaction: they only look cheap while a queue is thought to be empty, and over all events they would not be.
 */
export async function takeLock(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query<{ taken: boolean }>({
    name: 'sequencer-lock',
    text: `select pg_try_advisory_xact_lock($1) as taken,
        set_config('idle_in_transaction_session_timeout', '5s', true), set_config('statement_timeout', '10s', true),
        set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
        set_config('enable_mergejoin', 'off', true)`,
    values: [lock],
  });
  return rows[0]!.taken;
}

/** Waits for the lock, for what people ask for: at most ten seconds, then `Unavailable`. */
export async function awaitLock(tx: Queryable): Promise<void> {
  await tx.query("set local lock_timeout = '10s'");
  await tx.query({ text: 'select pg_advisory_xact_lock($1)', values: [lock] });
}

/**
 * Ends the session of a process that has held the lock for more than six seconds and is waited for. Its server may wait in the
 * middle of a message, where no timeout reaches it; a batch takes a fraction of a second.
 */
export async function evictHolder(db: Queryable): Promise<void> {
  await db.query({
    name: 'sequencer-evict',
    text: `select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
        and l.classid = 0 and l.objid = $1::bigint::oid and l.objsubid = 1 and l.granted
        and a.xact_start < clock_timestamp() - interval '6 s' and a.state_change < clock_timestamp() - interval '3 s'
        and a.wait_event_type = 'Client'`,
    values: [lock],
  });
}
