import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { blockPatternsFor } from '../../delivery/addresses.ts';

/** Whether a block would keep mail from a colleague, or from an address that a system of ours sends from. */
export async function isOurOwn(
  tx: Queryable,
  { settings }: Pick<Context, 'settings'>,
  pattern: string,
): Promise<boolean> {
  // What a system may send as `*@domain` stands for somebody there.
  const { rows } = await tx.query<{ address: string }>(
    `select email as address from people where deactivated_at is null and email <> ''
      union select replace(s, '*@', 'somebody@') from systems, unnest(senders) s where revoked_at is null and s <> '*'
      union select function_address from units where function_address is not null`,
  );
  const own = rows.map(({ address }) => address);
  return [...own, settings.mailFrom, settings.complianceMail].some(
    (address) => address !== undefined && blockPatternsFor(address).includes(pattern),
  );
}
