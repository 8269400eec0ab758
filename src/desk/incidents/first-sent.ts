import type { Queryable } from '../../evidence/ports.ts';
import type { Incident } from './incident.ts';

/** When the first message of an incident was sent; null: it has none that is still known. */
export async function firstSent(db: Queryable, { messages }: Incident): Promise<string | null> {
  const { rows } = await db.query<{ at: string | null }>(
    'select min(created_at) as at from messages where id = any ($1::uuid[])',
    [messages.map(({ message }) => message)],
  );
  return rows[0]!.at;
}
