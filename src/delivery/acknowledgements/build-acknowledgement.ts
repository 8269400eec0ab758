import { randomBytes } from 'node:crypto';
import { readLogState } from '../../evidence/sequencer/log-state.ts';
import {
  type Acknowledgement,
  acknowledgementFormat,
  type Strength,
} from '../../message/acknowledgements.ts';
import type { Statements } from '../../message/content.ts';
import type { Language } from '../../message/languages.ts';
import { Fatal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import type { Signing } from './find-signing.ts';

export interface Statement {
  readonly text: string;
  readonly language: Language | 'und';
}

/** The words in the reader's language; where there are none in it, those in the nearest. */
export function statementIn(statements: Statements, language: Language): Statement | undefined {
  for (const each of [language, 'und', 'en', 'da', 'sv'] as const) {
    const text = statements[each];
    if (text !== undefined) return { text, language: each };
  }
  return undefined;
}

/** What the recipient is about to sign, as everything stands now. Throws `Fatal` where the evidence that it names is not there. */
export async function buildAcknowledgement(
  { db }: Context,
  { message, delivery, moment, statements }: Signing,
  method: Strength,
  language: Language,
): Promise<Acknowledgement> {
  const [{ rows }, log] = await Promise.all([
    db.query<{ content: Acknowledgement['content'] | null; recipient: string | null; time: string }>({
      name: 'facts-to-sign',
      text: `select
          (select f.fields -> 'content' from events e join event_fields f on f.event = e.id
            where e.message = $1 and e.delivery is null and e.type = 'message.accepted' limit 1) as content,
          (select encode(e.commitment, 'base64') from events e where e.delivery = $2 and e.seq = 1) as recipient,
          to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time`,
      values: [message, delivery],
    }),
    readLogState(db),
  ]);
  const { content, recipient, time } = rows[0]!;
  const statement = statementIn(statements, language);
  if (!content || !recipient || !statement) {
    throw new Fatal(`What delivery ${delivery} would sign for is not all there`);
  }
  return {
    format: acknowledgementFormat,
    message,
    delivery,
    content: content
      .map(({ part, size, sha256 }) => ({ part, size, sha256 }))
      .sort((one, other) => one.part - other.part),
    statement: { ...statement, version: 1 },
    recipient,
    method,
    moment,
    time,
    checkpoint: log?.checkpoint ?? '',
    nonce: randomBytes(32).toString('base64url'),
  };
}
