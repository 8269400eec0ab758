import type { Queryable } from '../evidence/ports.ts';
import type { Purpose } from './code-purposes.ts';

export interface CodeState {
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly via: 'sms' | 'call';
  readonly state: 'on_its_way' | 'handed_over' | 'delivered' | 'failed';
}

/** How far the newest live code of a delivery, for this purpose, has come; `undefined`: there is none. */
export async function codeState(
  db: Queryable,
  delivery: string,
  purpose: Purpose,
): Promise<CodeState | undefined> {
  const { rows } = await db.query<CodeState>({
    name: 'code-state',
    text: `select created_at as "sentAt", expires_at as "expiresAt", via,
        case coalesce(outcome, '') when '' then 'on_its_way' when 'unknown' then 'failed' else outcome end as state
      from codes where delivery_id = $1 and purpose = $2 and used_at is null and expires_at > now()
      order by created_at desc limit 1`,
    values: [delivery, purpose],
  });
  return rows[0];
}
