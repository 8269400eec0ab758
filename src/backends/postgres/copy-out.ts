import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { to } from 'pg-copy-streams';
import type { CopyValue } from '../../evidence/ports.ts';
import { translate } from './unavailable.ts';

/** One `copy (…) to stdout` on a connection of the pool, as the port `Database` has it. */
export async function* copyOut(
  pool: Pool,
  text: string,
  values: readonly CopyValue[],
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const statement = withLiterals(text, values);
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw translate(error);
  }
  let complete = false;
  const copying = to(statement);
  const stop = () => void copying.destroy();
  try {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop);
    yield* client.query(copying);
    complete = true;
  } catch (error) {
    signal?.throwIfAborted();
    throw translate(error);
  } finally {
    signal?.removeEventListener('abort', stop);
    // In the middle of a statement there is nothing that the connection could be used for, and its end cancels it.
    client.release(!complete);
  }
}

/** `copy` takes no parameters: each `$n` is replaced by its value as a literal. */
export const withLiterals = (text: string, values: readonly CopyValue[]): string =>
  text.replace(/\$(\d+)/g, (_, number: string) => literalOf(values[Number(number) - 1]));

function literalOf(value: CopyValue | undefined): string {
  if (value === null) return 'null';
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new RangeError('PostgreSQL keeps no NUL in a text');
    return escapeLiteral(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
    return String(value);
  }
  if (value === undefined) throw new RangeError('a value is missing');
  return `array[${value.map((each) => literalOf(each)).join(', ')}]::text[]`;
}
