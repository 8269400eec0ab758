import type { Context } from '../../delivery/context.ts';

/** Parts that were closed until somebody has looked, and without which the doors stay open: the log. */
export async function closedParts({ db }: Pick<Context, 'db'>): Promise<readonly 'log'[]> {
  const { rows } = await db.query<{ isClosed: boolean }>({
    name: 'closed-parts',
    text: 'select closed is not null as "isClosed" from logs order by id desc limit 1',
  });
  return rows[0]?.isClosed ? ['log'] : [];
}
