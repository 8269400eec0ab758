import { none, one, type Row, row } from './row.ts';

const look = { kind: 'incident', reason: 'Undersøger en fejl i udsendelsen' };
const days = { days: '30' };
const phone = { phone: '+4520998877', verified: 'called' };
const erasing = (id: string) => ({
  path: `/messages/${id}/erasures`,
  form: { what: 'message', reason: 'requested', words: '', sure: 'on' },
});

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const messages: readonly Row[] = [
  row('GET /messages', 'one’s own', 'in in 2fa 401 401 | ok ok | ok ok ok | ok ok ok ok'),
  row('GET /messages', 'of the unit', 'in in 2fa 401 401 | ok ok | 2fa ok ok | ok ok ok ok', () => ({
    path: '/messages?whose=unit',
  })),
  row('GET /messages', 'left behind', 'in in 2fa 401 401 | ok ok | 2fa ok ok | ok ok ok ok', () => ({
    path: '/messages?whose=left',
  })),
  row('GET /messages/new', '', 'in in 2fa 401 401 | ok ok | 403 403 403 | 403 403 403 403'),
  row(
    'POST /messages',
    'for here',
    '401 401 401 401 401 | ok 422 | 403 403 403 | 403 403 403 403',
    (house) => ({
      fields: house.messageFields('here', house.sender.email),
    }),
  ),
  row(
    'POST /messages',
    'for there',
    '401 401 401 401 401 | 422 ok | 403 403 403 | 403 403 403 403',
    (house) => ({
      fields: house.messageFields('there', house.abroad.email),
    }),
  ),
  one(
    'GET /messages/:id',
    'the sender’s here',
    'in in 2fa 401 401 | ok 404 | 2fa why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
  ),
  one(
    'GET /messages/:id',
    'a colleague’s here',
    'in in 2fa 401 401 | 404 404 | 2fa why why | 404 404 404 404',
    ({ messages }) => messages.colleague.message,
  ),
  one(
    'GET /messages/:id',
    'there',
    'in in 2fa 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.message,
  ),
  one(
    'GET /messages/:id/content',
    'the sender’s here, which has no HTML',
    'in in 2fa 401 401 | 404 404 | 404 404 404 | 404 404 404 404',
    ({ messages }) => messages.here.message,
  ),
  one(
    'POST /messages/:id/looks',
    'the sender’s here',
    '401 401 401 401 401 | void 404 | 404 ok ok | 404 404 404 404',
    ({ messages }) => messages.here.message,
    look,
  ),
  one(
    'POST /messages/:id/looks',
    'a colleague’s here',
    '401 401 401 401 401 | 404 404 | 404 ok ok | 404 404 404 404',
    ({ messages }) => messages.colleague.message,
    look,
  ),
  one(
    'POST /messages/:id/looks',
    'there',
    '401 401 401 401 401 | 404 void | 404 404 ok | 404 404 404 404',
    ({ messages }) => messages.there.message,
    look,
  ),
  one(
    'POST /messages/:id/reminders',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
    none,
  ),
  one(
    'POST /messages/:id/reminders',
    'a colleague’s here',
    '401 401 401 401 401 | 404 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.colleague.message,
    none,
  ),
  one(
    'POST /messages/:id/reminders',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.message,
    none,
  ),
  one(
    'POST /messages/:id/extensions',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
    days,
  ),
  one(
    'POST /messages/:id/extensions',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.message,
    days,
  ),
  one(
    'POST /deliveries/:id/unlocks',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.delivery,
    none,
  ),
  one(
    'POST /deliveries/:id/unlocks',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.delivery,
    none,
  ),
  one(
    'POST /deliveries/:id/corrections',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.delivery,
    phone,
  ),
  one(
    'POST /deliveries/:id/corrections',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.delivery,
    phone,
  ),
  one(
    'POST /deliveries/:id/access-codes',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.delivery,
    none,
  ),
  one(
    'POST /deliveries/:id/access-codes',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.delivery,
    none,
  ),
  one(
    'GET /messages/:id/erasures',
    'here',
    'in in 2fa 401 401 | 403 403 | 2fa why why | 403 403 403 403',
    ({ messages }) => messages.here.message,
  ),
  one(
    'GET /messages/:id/erasures',
    'there',
    'in in 2fa 401 401 | 403 403 | 2fa 404 why | 403 403 403 403',
    ({ messages }) => messages.there.message,
  ),
  row(
    'POST /messages/:id/erasures',
    'here',
    '401 401 401 401 401 | 403 403 | 403 ok ok | 403 403 403 403',
    async ({ messages, things }, by) =>
      erasing(by === 'allowed' ? await things.message('here') : messages.here.message),
  ),
  row(
    'POST /messages/:id/erasures',
    'there',
    '401 401 401 401 401 | 403 403 | 403 404 ok | 403 403 403 403',
    async ({ messages, things }, by) =>
      erasing(by === 'allowed' ? await things.message('there') : messages.there.message),
  ),
];
