import type { Queryable } from '../evidence/ports.ts';
import type { IfMissed, Moment, Strength } from '../message/acknowledgements.ts';

/** What a sender decided about a message beyond the usual. Times are ISO 8601 UTC. */
export interface MessageTerms {
  /** Null: no acknowledgement is asked for. */
  readonly moment: Moment | null;
  readonly atLeast: Strength;
  readonly dueAt: string | null;
  readonly ifMissed: IfMissed;
  readonly readers: boolean;
  readonly passing: boolean;
  readonly showsRecipients: boolean;
  readonly replies: boolean;
}

/** What holds where the sender decided nothing. */
export const usualTerms: MessageTerms = {
  moment: null,
  atLeast: 'code',
  dueAt: null,
  ifMissed: 'tell',
  readers: false,
  passing: true,
  showsRecipients: false,
  replies: true,
};

/** SQL: the terms of the message in the row `t` of `message_terms`; null where there is none. */
export const termsSql = `case when t.message_id is not null then jsonb_build_object('moment', t.moment, 'atLeast', t.at_least,
  'dueAt', to_char(t.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'ifMissed', t.if_missed, 'readers', t.readers,
  'passing', t.passing, 'showsRecipients', t.shows_recipients, 'replies', t.replies) end`;

export async function termsOf(db: Queryable, message: string): Promise<MessageTerms> {
  const { rows } = await db.query<{ terms: MessageTerms | null }>({
    name: 'terms-of',
    text: `select ${termsSql} as terms from message_terms t where t.message_id = $1`,
    values: [message],
  });
  return rows[0]?.terms ?? usualTerms;
}
