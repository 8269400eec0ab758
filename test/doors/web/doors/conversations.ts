import { at, none, one, type Row, row } from './row.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const reply = (message: string) => `/messages/${message}/replies/${unknown}`;

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const conversations: readonly Row[] = [
  row('GET /answers', 'one’s own', 'in in 2fa 401 401 | ok ok | ok ok ok | ok ok ok ok'),
  one(
    'GET /messages/:id/conversation',
    'the sender’s here',
    'in in 2fa 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
  ),
  row(
    'GET /messages/:id/replies/:reply',
    'unknown, to the sender’s here',
    'in in 2fa 401 401 | 404 404 | 404 why why | 404 404 404 404',
    ({ messages }) => ({ path: reply(messages.here.message) }),
  ),
  row(
    'GET /messages/:id/replies/:reply/files/:file',
    'unknown, to the sender’s here',
    'in in 2fa 401 401 | 404 404 | 404 why why | 404 404 404 404',
    ({ messages }) => ({ path: `${reply(messages.here.message)}/files/${unknown}` }),
  ),
  row(
    'POST /messages/:id/replies/:reply/answers',
    'unknown, to the sender’s here',
    '401 401 401 401 401 | 404 404 | 403 403 403 | 403 403 403 403',
    ({ messages }) => ({
      path: `${reply(messages.here.message)}/answers`,
      fields: [['text', 'An answer']],
    }),
  ),
  row(
    'POST /messages/:id/keepers',
    'the sender’s here, to a colleague',
    '401 401 401 401 401 | ok 404 | 404 void void | 404 404 404 404',
    async ({ messages, things }) => ({
      path: at('POST /messages/:id/keepers', messages.here.message),
      form: { person: (await things.person('here')).id },
    }),
  ),
  row(
    'POST /messages/:id/keepers',
    'the sender’s here, to somebody elsewhere',
    '401 401 401 401 401 | void 404 | 404 void void | 404 404 404 404',
    async ({ messages, abroad }) => ({
      path: at('POST /messages/:id/keepers', messages.here.message),
      form: { person: abroad.id },
    }),
  ),
  row(
    'POST /messages/:id/keepers/:person/removals',
    'nobody who has it',
    '401 401 401 401 401 | void 404 | 404 void void | 404 404 404 404',
    ({ messages }) => ({
      path: `/messages/${messages.here.message}/keepers/${unknown}/removals`,
      form: none,
    }),
  ),
  row('POST /account/replies', '', '401 401 401 401 401 | ok ok | ok ok ok | ok ok ok ok', () => ({
    form: { byMail: 'yes' },
  })),
];
