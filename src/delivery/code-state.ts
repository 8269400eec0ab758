import type { Queryable } from '../evidence/ports.ts';
import type { Purpose } from './code-purposes.ts';

export interface CodeState {
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly via: 'sms' | 'call';
  readonly state: 'on_its_way' | 'handed_over' | 'delivered' | 'failed';
  /** The member of a shared mailbox to whose phone it went, and that number; null: the recipient's. */
  readonly member: string | null;
  readonly memberPhone: string | null;
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
        case coalesce(outcome, '') when '' then 'on_its_way' when 'unknown' then 'failed' else outcome end as state,
        member_id as member, (select p.phone from mailbox_members p where p.id = member_id) as "memberPhone"
      from codes where delivery_id = $1 and purpose = $2 and used_at is null and expires_at > now()
      order by created_at desc limit 1`,
    values: [delivery, purpose],
  });
  return rows[0];
}
