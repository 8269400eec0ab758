/**
 * The database as verbs see it. PostgreSQL is the one engine and its transaction is the unit of the domain,
 * so there is no repository layer: a verb writes its SQL here.
 */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** A prepared statement's name: each hot statement has one and keeps it. */
  readonly name?: string;
}

export interface Queryable {
  /** Runs one statement. Throws `Unavailable` where the database cannot be reached. */
  query<Row = Record<string, unknown>>(
    text: string | Statement,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; count: number }>;
}

export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction (read committed) and commits it: when this returns, the changes are durable.
   * Any error rolls everything back and is thrown on.
   */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>;
  /**
   * What `copy (…) to stdout` gives, in chunks of any size, as the database makes it: nothing of it becomes rows here. The
   * values are put into the text as literals. Whoever pulls slowly holds the statement and its snapshot, and whoever stops
   * before the end, or aborts `signal`, cancels it. Throws `Unavailable` where the database cannot be reached, or goes away.
   */
  copyOut(text: string, values?: readonly CopyValue[], signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

export type CopyValue = string | number | boolean | null | readonly string[];
