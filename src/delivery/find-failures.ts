import type { FailureKind } from '../message/failures.ts';
import type { Context } from './context.ts';
import type { FailureNotice } from './failure-notice.ts';
import { heirSql } from './failure-heir.ts';
import { signsInByLink } from './sign-in-link.ts';

/** As many as one message has recipients; of a system's failures a mail shows fewer. */
const most = 2000;

/** One failure, and who answers for its message. Times are ISO 8601 UTC. */
export interface FailureRow {
  readonly message: string;
  readonly delivery: string | null;
  /** There is a message: the mail was not refused whole. */
  readonly kept: boolean;
  /** Null: nobody knows whom it was for. */
  readonly recipient: string | null;
  readonly mailId: string | null;
  readonly sentAt: string;
  readonly about: FailureKind;
  readonly reason: string | null;
  readonly ofPerson: boolean;
  /** Of people who are still active. */
  readonly person: string | null;
  readonly personEmail: string | null;
  readonly byLink: boolean | null;
  readonly ownerEmail: string | null;
  /** Mailbox of the unit that answers in place of a sender or owner who is gone. */
  readonly unitEmail: string | null;
  /** The message belongs to that unit, and whoever answered for it is gone. */
  readonly left: boolean;
  /** Name of the system; null: none sent it. */
  readonly system: string | null;
  /** In whose name the message stands, active or not; null: in nobody's. */
  readonly author: string | null;
}

export interface Failures {
  /** Of all of them, also of those that are not among the rows. */
  readonly count: number;
  readonly rows: readonly FailureRow[];
}

/** The failures that a mail tells of, oldest first. */
export async function findFailures({ db }: Context, { notice }: FailureNotice): Promise<Failures> {
  const { rows } = await db.query<FailureRow & { count: number }>(
    `select count(*) over ()::int as count, f.message_id as message, f.delivery_id as delivery, m.id is not null as kept, f.recipient,
        f.mail_id as "mailId", f.sent_at as "sentAt", f.about, f.reason, f.person_id is not null as "ofPerson",
        p.id as person, p.email as "personEmail", ${signsInByLink} as "byLink", o.email as "ownerEmail",
        u.function_address as "unitEmail",
        m.unit_id is not distinct from u.id
          and case when f.person_id is null then o.id is null and s.owner_id is not null else p.id is null end as left,
        s.name as system, a.email as author
      from failures f
        left join messages m on m.id = f.message_id
        left join people a on a.id = f.person_id
        left join people p on p.id = a.id and p.deactivated_at is null
        left join systems s on s.id = f.system_id
        left join people o on o.id = s.owner_id and o.deactivated_at is null
        left join units u on u.id = ${heirSql(1)}
      where f.sender_notice = $1 or f.owner_notice = $1 order by f.at, f.id limit ${most}`,
    [notice],
  );
  return { count: rows[0]?.count ?? 0, rows };
}
