import type { Context } from '../../delivery/context.ts';
import { ownBy, reachOf, reachSql, refusalFor, type Viewer } from '../../delivery/message-access.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';

/** An answer, without what it says. Times are ISO 8601 UTC with microseconds. */
export interface AnswerLine {
  readonly id: string;
  readonly message: string;
  readonly delivery: string;
  readonly email: string;
  readonly name: string | null;
  readonly sentAt: string;
  /** Null: nobody has read it yet. */
  readonly readAt: string | null;
  /** When it was handed over to a mailbox, where somebody wants answers there. */
  readonly mailedAt: string | null;
  readonly files: number;
}

const columns = `r.id, m.id as message, d.id as delivery, d.email, d.name, r.sent_at as "sentAt", r.read_at as "readAt",
  r.mailed_at as "mailedAt",
  (select count(*)::int from reply_parts p where p.reply_id = r.id and p.part > 0) as files`;

/** The answers to a message, oldest first. Refuses not_found, reason_needed. */
export async function answersTo({ db }: Context, viewer: Viewer, message: string): Promise<AnswerLine[]> {
  if (!isUuid(message)) throw new Refusal('not_found');
  const values = [message, ...reachOf(viewer, 'timeline')];
  const { rows: reached } = await db.query(
    `select from messages m where m.id = $1 and ${reachSql(2)}`,
    values,
  );
  if (reached.length === 0) throw await refusalFor(db, viewer, 'timeline', message);
  const { rows } = await db.query<AnswerLine>(
    `select ${columns} from replies r join messages m on m.id = r.message_id join deliveries d on d.id = r.delivery_id
      where r.message_id = $1 and r.sent_at is not null order by r.sent_at, r.id`,
    [message],
  );
  return rows;
}

/** Pages of a list of answers. */
export const answersAPage = 30;

/** The answers to messages that somebody answers for: first those that nobody has read, each the newest first. */
export async function listAnswers(
  { db }: Context,
  person: string,
  page: number,
): Promise<{ answers: AnswerLine[]; hasMore: boolean }> {
  // By each index that leads to somebody's own messages, so that nobody's few are looked for among everybody's.
  const { rows } = await db.query<AnswerLine>(
    `with own as (
        select m.id from messages m where m.person_id = $1
        union select k.message_id from case_keepers k where k.person_id = $1
        union select m.id from systems s join messages m on m.system_id = s.id and m.person_id is null where s.owner_id = $1
      )
      select ${columns} from own m join replies r on r.message_id = m.id join deliveries d on d.id = r.delivery_id
      where r.sent_at is not null
      order by r.read_at is not null, r.sent_at desc, r.id limit $2 offset $3`,
    [person, answersAPage + 1, page * answersAPage],
  );
  return { answers: rows.slice(0, answersAPage), hasMore: rows.length > answersAPage };
}

/** SQL over `people p`: how many of them nobody has read. No more is counted than a menu shows. */
export const unreadSql = `(select count(*)::int from (select from replies r join messages m on m.id = r.message_id
  where r.sent_at is not null and r.read_at is null and ${ownBy('p.id')} limit 100) unread)`;
