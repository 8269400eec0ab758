import { Unavailable } from '../../message/refusals.ts';

/**
 * SQLSTATEs after which the server has done nothing and the same work may succeed later: connection (08), signing in
 * (28, 3D: seen only while connecting), resources (53), operator (57), system (58), a lock or statement that took too
 * long, a deadlock, and a server that has become read-only (a standby).
 */
const passing = /^(08|28|3D|53|57|58)|^(25006|25P03|25P04|40001|40P01|55P03)$/;

/** Codes of Node for a peer that is not there or went away. */
const network = /^(ECONN|EPIPE|ENOENT|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|EACCES)/;

/** What `pg` says without a code when a connection ends under a statement or cannot be had. */
const broken =
  /^(Connection terminated|Client has encountered|Client was closed|Cannot use a pool|timeout exceeded|Query read timeout|The server does not support SSL)/;

/** The connection itself is in doubt: it must not be used again. */
export function breaksConnection(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return !(typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|XX)|^25P0[34]$/.test(code));
}

/** `Unavailable('database')` for what may pass; any other error as it is, so that a verb can read its SQLSTATE. */
export function translate(error: unknown): unknown {
  if (error instanceof Unavailable || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  const passes =
    typeof code === 'string' ? passing.test(code) || network.test(code) : broken.test(error.message);
  return passes ? new Unavailable('database', { cause: error }) : error;
}
