import type { Queryable } from '../evidence/ports.ts';
import { Refusal } from '../message/refusals.ts';

export interface Budget {
  readonly scope: string;
  /** What is counted: a delivery's id, a keyed digest of a number or address, a network. */
  readonly subject: string;
  readonly limit: number;
  readonly windowMinutes: number;
}

/**
 * Spends one unit of each budget, atomically across processes, in the caller's transaction: rolled back with it. Refuses
 * with `budget_spent`, and the minutes until the window ends, where one is exhausted.
 */
export async function spend(tx: Queryable, budgets: readonly Budget[]): Promise<void> {
  // Sorted, so that two transactions lock shared rows in one order.
  const sorted = [...budgets].sort((a, b) =>
    `${a.scope} ${a.subject}`.localeCompare(`${b.scope} ${b.subject}`),
  );
  const { rows } = await tx.query<{ scope: string; used: number; minutes: number }>({
    name: 'spend-budgets',
    text: `insert into budgets as b (scope, subject, window_start, used)
      select scope, subject, to_timestamp(floor(extract(epoch from now()) / (minutes * 60)) * minutes * 60), 1
        from unnest($1::text[], $2::text[], $3::int[]) as x (scope, subject, minutes)
      on conflict (scope, subject, window_start) do update set used = b.used + 1
      returning scope, used`,
    values: [sorted.map((b) => b.scope), sorted.map((b) => b.subject), sorted.map((b) => b.windowMinutes)],
  });
  for (const { scope, used } of rows) {
    const budget = budgets.find((b) => b.scope === scope)!;
    if (used > budget.limit) throw exhausted(budget);
  }
}

function exhausted({ scope, windowMinutes }: Budget): Refusal {
  const window = windowMinutes * 60_000;
  const minutes = Math.max(1, Math.ceil((window - (Date.now() % window)) / 60_000));
  return new Refusal('budget_spent', `Too many attempts. Try again in ${minutes} minutes.`, {
    scope,
    minutes,
  });
}

/** The network an address belongs to for budgets: /24 of IPv4, /64 of IPv6. */
export function networkOf(address: string): string {
  const v4 = address.replace(/^::ffff:/, '').match(/^(\d+\.\d+\.\d+)\.\d+$/);
  if (v4) return `${v4[1]}.0/24`;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const middle = tail === undefined ? [] : Array(Math.max(0, 8 - left.length - right.length)).fill('0');
  return `${[...left, ...middle, ...right].slice(0, 4).join(':')}::/64`;
}
