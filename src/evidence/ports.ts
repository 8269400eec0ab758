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
}
