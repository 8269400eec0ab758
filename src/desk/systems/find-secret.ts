import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';

/** The system of a secret. Refuses not_found. */
export async function systemOfSecret({ db }: Context, secret: string): Promise<string> {
  const { rows } = await db.query<{ system: string }>(
    'select system_id as system from system_secrets where id = $1',
    [isUuid(secret) ? secret : null],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0].system;
}
