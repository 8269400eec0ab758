import { Pool, type PoolClient } from 'pg';
import type { Database, Queryable, Statement } from '../../evidence/ports.ts';
import { Unavailable } from '../../message/refusals.ts';
import { byteaArray, isByteaArray } from './bytea-array.ts';
import { type ConnectionSettings, sessionDefaults } from './connection.ts';
import { copyOut } from './copy-out.ts';
import { rowTypes } from './row-types.ts';
import { breaksConnection, translate } from './unavailable.ts';

export interface DatabaseOptions {
  /** Connections at most; 12 unless told: more backends at once cost more than they bring. */
  readonly connections?: number;
  /** Milliseconds after which the server ends a statement; 30,000 unless told. */
  readonly statementTimeout?: number;
  /** Called after the commit of every statement or transaction that enqueued a job. */
  readonly onEnqueued?: () => void;
}

/**
 * The pool behind the `Database` port. Rows come as `row-types.ts` says: `timestamptz` as text with microseconds,
 * `bigint` as number.
 *
 * Nothing is repeated by itself, not even after a deadlock: `work` may have done things outside the transaction, and
 * whoever called it knows better (a job has its delays, a client its Idempotency-Key). Deadlocks, timeouts and
 * broken connections are all `Unavailable('database')`. After one at the commit, the outcome is unknown.
 */
export function openDatabase(
  settings: ConnectionSettings,
  options: DatabaseOptions = {},
): Database & { close(): Promise<void>; check(): Promise<void> } {
  const statementTimeout = options.statementTimeout ?? 30_000;
  const pool = new Pool({
    ...sessionDefaults,
    ...settings,
    types: rowTypes,
    max: options.connections ?? 12,
    statement_timeout: statementTimeout,
    // A server that hangs does not end a statement either: then we give up, and the connection with it.
    query_timeout: statementTimeout + 5_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
    // Lets `begin` travel with the first statement of a transaction.
    pipeline: true,
  });
  // A connection that dies reports here when idle, and on the client itself when in use; either way its statements
  // fail, which is where it is dealt with.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  // Of their own, so that slow readers of much leave the others alone.
  const copies = new Pool({
    ...sessionDefaults,
    ...settings,
    max: copiesAtOnce,
    idleTimeoutMillis: 5_000,
    // Their statements are many and short. One whose reader is gone ends within a second.
    options: `${sessionDefaults.options} -c jit=off -c max_parallel_workers_per_gather=0 -c client_connection_check_interval=1s`,
  });
  copies.on('error', () => {});
  copies.on('connect', (client) => client.on('error', () => {}));
  const onEnqueued = options.onEnqueued;

  async function query<Row>(text: string | Statement, values?: readonly unknown[]) {
    let client: PoolClient | undefined;
    let failure: unknown;
    try {
      client = await pool.connect();
      const result = await send<Row>(client, text, values);
      if (onEnqueued && enqueues(text)) onEnqueued();
      return result;
    } catch (error) {
      failure = error;
      throw translate(error);
    } finally {
      client?.release(failure !== undefined && breaksConnection(failure));
    }
  }

  async function transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> {
    let client: PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      throw translate(error);
    }
    let open = true;
    let enqueued = false;
    const tx: Queryable = {
      async query<Row>(text: string | Statement, values?: readonly unknown[]) {
        if (!open) throw new Error('This transaction has ended: a statement came after its work was done');
        enqueued ||= enqueues(text);
        try {
          return await send<Row>(client, text, values);
        } catch (error) {
          throw translate(error);
        }
      },
    };
    try {
      const begun = client.query('begin');
      // Awaited below; until then a failure must not count as unhandled.
      begun.catch(() => {});
      const result = await work(tx);
      open = false;
      await begun;
      const { command } = await client.query('commit');
      // PostgreSQL answers the commit of a failed transaction with a rollback and no error.
      if (command !== 'COMMIT')
        throw new Error('A statement failed inside this transaction: nothing of it was kept');
      client.release();
      if (enqueued) onEnqueued?.();
      return result;
    } catch (error) {
      open = false;
      if (isBroken(error)) client.release(true);
      else {
        await client.query('rollback').then(
          () => client.release(),
          () => client.release(true),
        );
      }
      throw translate(error);
    }
  }

  return {
    query,
    transaction,
    copyOut: (text, values = [], signal) => copyOut(copies, text, values, signal),
    close: async () => {
      await Promise.all([pool.end(), copies.end()]);
    },
    async check() {
      const { rows } = await query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
      if (rows[0]?.standby) {
        throw new Unavailable('database', {
          cause: new Error('This PostgreSQL is a standby: it takes no writes'),
        });
      }
    },
  };
}

/** Bulk reads at once in one process. */
const copiesAtOnce = 8;

async function send<Row>(client: PoolClient, text: string | Statement, values?: readonly unknown[]) {
  const result = await (typeof text === 'string'
    ? client.query(text, values && bytesAsBytes(values))
    : client.query({ ...text, values: text.values && bytesAsBytes(text.values) } as Statement as never));
  return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
}

const bytesAsBytes = (values: readonly unknown[]): unknown[] =>
  values.map((value) => (isByteaArray(value) ? byteaArray(value) : value));

/** Whether a transaction ended because its connection did: then there is nobody to say `rollback` to. */
const isBroken = (error: unknown): boolean => {
  const reason = translate(error);
  return reason instanceof Unavailable && reason.cause instanceof Error && breaksConnection(reason.cause);
};

const enqueues = (text: string | Statement): boolean =>
  typeof text === 'object' && text.name !== undefined && text.name.startsWith('enqueue-job');
