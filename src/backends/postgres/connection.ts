import type { ClientConfig } from 'pg';

/** Where a PostgreSQL is and as whom to speak to it, in the words of the `pg` package. */
export type ConnectionSettings = Pick<
  ClientConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'
>;

/** Settings from a `postgres://user:password@host/database` address; `?host=/folder` names a unix socket's folder. */
export const settingsOf = (address: string): ConnectionSettings => ({ connectionString: address });

/**
 * What every connection of ours asks for. The zone and the date style make the text of a timestamp the same
 * everywhere, which the parser of `row-types.ts` relies on.
 */
export const sessionDefaults = {
  options: '-c timezone=UTC -c datestyle=ISO -c client_min_messages=warning',
  application_name: 'segl',
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
} as const satisfies ClientConfig;
