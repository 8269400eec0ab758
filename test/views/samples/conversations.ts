import type {
  AnswerForm,
  AnswerRow,
  ConversationsPages,
  ReplyPage,
} from '../../../views/models/conversations.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs } from './common.ts';

export const answerRow = (word: string): AnswerRow => ({
  href: `/desk/messages/${id}/replies/${otherId}`,
  email: 'ana@example.dk',
  name: word,
  subject: word,
  sentAt: at,
  readAt: null,
  mailedAt: null,
  files: 2,
});

export function conversationsSamples(word: string): SamplesOf<ConversationsPages> {
  const person = signedInAs(word);
  const row = answerRow(word);
  const gone: AnswerRow = {
    ...row,
    email: '',
    name: null,
    subject: null,
    readAt: at,
    mailedAt: at,
    files: 0,
  };
  const files = [{ href: '/desk/files/1', filename: `${word}.pdf`, size: 12_345 }];
  const answer: AnswerForm = {
    action: `/desk/messages/${id}/replies/${otherId}/answers`,
    key: 'AAAAAAAAAAAAAAAAAAAAAA',
    senders: [
      { value: 'one', unitName: word, address: 'one@example.dk' },
      { value: 'two', unitName: word, address: 'two@example.dk' },
    ],
    from: 'two',
    text: '',
    hasPhone: true,
    error: null,
    filesLost: false,
  };
  const reply: ReplyPage = {
    person,
    id,
    subject: word,
    email: 'ana@example.dk',
    name: word,
    sentAt: at,
    readAt: later,
    own: true,
    text: word,
    files,
    answer,
  };
  const turn = {
    href: '/desk/turn',
    from: 'ana@example.dk',
    name: word,
    at,
    hasHtml: false,
    text: word,
    files,
  };
  return {
    'desk-answers': {
      filled: { person, rows: [row, gone], before: '/desk/answers', next: '/desk/answers?page=2' },
      empty: { person: { ...person, unread: 0 }, rows: [], before: null, next: null },
    },
    'desk-reply': {
      read: reply,
      'not-yours': { ...reply, own: false, text: '', name: null, answer: null },
      failed: {
        ...reply,
        files: [],
        answer: {
          ...answer,
          senders: answer.senders.slice(0, 1),
          hasPhone: false,
          error: 'empty_message',
          filesLost: true,
        },
      },
    },
    'desk-conversation': {
      turns: {
        person,
        id,
        subject: word,
        turns: [
          { ...turn, kind: 'message', state: 'shown', files: [{ ...files[0]!, href: null }] },
          { ...turn, kind: 'reply', state: 'unread', text: null, files: [] },
          { ...turn, kind: 'message', state: 'gone', from: '', text: null, files: [] },
          { ...turn, kind: 'message', state: 'shown', hasHtml: true, text: null, files: [] },
        ],
      },
    },
  };
}
