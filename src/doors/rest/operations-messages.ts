import { type AnswerState, answerOf } from '../../delivery/answer-of.ts';
import { extendDeliveries } from '../../delivery/extend-deliveries.ts';
import { listMessages } from '../../delivery/list-messages.ts';
import { recordSystemLook } from '../../delivery/record-system-look.ts';
import { remindRecipients } from '../../delivery/remind-recipients.ts';
import { showMessage } from '../../delivery/show-message.ts';
import type { MessageTerms } from '../../delivery/terms.ts';
import { textOf } from '../http/header-text.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import { postMessage } from './post-message.ts';
import * as deliveries from './schemas-deliveries.ts';
import * as schemas from './schemas-messages.ts';

const askedBy = ({ moment, atLeast, dueAt, ifMissed }: MessageTerms) =>
  moment && { moment, atLeast, ...present('dueAt', dueAt), ifMissed };

const answerTo = (answer: AnswerState | null) =>
  answer && { state: answer.state, ...present('method', answer.method), ...present('at', answer.at) };

const message = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const delivery = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21';
const line = { id: delivery, email: 'ana@example.com', status: 'sent' as const };

export const messageOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/messages',
    scope: 'messages:send',
    id: 'createMessage',
    summary: 'Send a message',
    description:
      'Answers once message, seals and evidence are durable, also when some recipients are held or refused. As ' +
      'multipart/form-data the first part is named message and holds the JSON without attachments; every part after ' +
      'it is a file, streamed and of any size. A part named cid:NAME, or with a Content-ID, is an inline picture. ' +
      'With an Idempotency-Key the same request within 24 hours gets the first answer again, without its access codes.',
    raw: true,
    body: schemas.message,
    answer: schemas.accepted,
    examples: {
      body: {
        from: 'billing@example.dk',
        to: [{ email: 'ana@example.com', phone: '+4520123456', name: 'Ana Berg', language: 'da' }],
        subject: 'Your meter reading',
        text: 'The reading of 1 March is attached.',
        attachments: [{ filename: 'reading.txt', contentType: 'text/plain', content: 'MTIzNCBrV2gK' }],
        expiresAt: '2027-01-31T12:00:00Z',
        acknowledgement: { preset: 'received', dueAt: '2027-01-15T12:00:00Z' },
      },
      answer: { id: message, deliveries: [line] },
    },
    problems: [
      'malformed',
      'request_in_flight',
      'upload_too_slow',
      'too_large',
      'unsupported_media_type',
      'invalid',
      'empty_message',
      'no_recipient_left',
      'too_many_recipients',
      'too_many_attachments',
      'sender_not_allowed',
      'idempotency_mismatch',
      'gone',
      'expiry_invalid',
      'phone_invalid',
      'email_invalid',
      'overloaded',
    ],
    run: (call, raw) => postMessage(call, raw),
  }),

  operation({
    method: 'get',
    path: '/messages',
    scope: 'messages:read',
    id: 'listMessages',
    summary: 'List messages, newest first',
    description: 'Those of the asking system; a secret with the scope messages:all sees everybody’s.',
    query: schemas.listQuery,
    answer: schemas.page,
    examples: {
      answer: {
        messages: [
          {
            id: message,
            from: 'billing@example.dk',
            sentAt: '2026-11-02T08:15:30.123456Z',
            deliveries: [line],
          },
        ],
        next: message,
      },
    },
    problems: ['invalid'],
    async run({ ctx, viewer, query }) {
      const { messages, ...next } = await listMessages(ctx, viewer, {
        after: query.cursor,
        limit: query.limit,
      });
      const lines = messages.map(({ deliveries, own: _, ...each }) => ({
        ...each,
        deliveries: deliveries.map(({ reason, ...rest }) => ({ ...rest, ...present('reason', reason) })),
      }));
      return { value: { messages: lines, ...next } };
    },
  }),

  operation({
    method: 'get',
    path: '/messages/{id}',
    scope: 'messages:read',
    id: 'getMessage',
    summary: 'One message, with the timeline of each delivery',
    description:
      'To read a message that is not the system’s own (scope messages:all) is evidence, once an hour, which the ' +
      'message’s sender sees; the header Segl-Reason may say why, in at most 500 characters.',
    answer: schemas.overview,
    examples: {
      answer: {
        id: message,
        from: 'billing@example.dk',
        sentAt: '2026-11-02T08:15:30.123456Z',
        unit: 'Billing',
        deliveries: [
          {
            ...line,
            name: 'Ana Berg',
            reference: 'KTRWH-MXCPB',
            expiresAt: '2027-01-31T12:00:00.000000Z',
            timeline: [
              {
                type: 'message.accepted',
                at: '2026-11-02T08:15:30.123456Z',
                details: { recipients: 1, attachments: 1 },
              },
              { type: 'delivery.available', at: '2026-11-02T08:15:30.123501Z', seq: 1, details: {} },
            ],
          },
        ],
      },
    },
    problems: ['not_found', 'invalid'],
    async run({ ctx, viewer, id }, { req }) {
      const { from, sentAt, unit, noticesAt, deliveries, own, erased, terms, answers } = await showMessage(
        ctx,
        viewer,
        id,
      );
      if (!own) await recordSystemLook(ctx, viewer.id, id, textOf(req.get('Segl-Reason')));
      const shown = deliveries.map(
        ({ id, email, status, reason, name, reference, expiresAt, timeline, erased, parted }) => ({
          id,
          email,
          status,
          ...present('reason', reason),
          ...present('name', name),
          reference,
          expiresAt,
          ...present('acknowledgement', answerTo(answerOf(terms, { status, parted, timeline }))),
          ...present('erasedAt', erased && erased.at),
          timeline: timeline.map(({ type, at, seq, server, details }) => ({
            type,
            at,
            // The events of the message itself are not counted with those of a delivery.
            ...(seq > 0 ? { seq } : {}),
            details: { ...details },
            ...present('server', server),
          })),
        }),
      );
      return {
        value: {
          id,
          from,
          sentAt,
          unit,
          ...present('noticesAt', noticesAt),
          ...present('erasedAt', erased && erased.at),
          ...present('acknowledgement', askedBy(terms)),
          ...present('answers', answers),
          deliveries: shown,
        },
      };
    },
  }),

  operation({
    method: 'post',
    path: '/messages/{id}/reminders',
    scope: 'messages:act',
    id: 'createReminders',
    summary: 'Send the notice again to recipients who have not opened',
    description:
      'Each reminder carries a link of its own; earlier links keep working. Five a day for a delivery.',
    body: deliveries.reminder,
    answer: deliveries.reminded,
    examples: {
      body: { deliveries: [delivery] },
      answer: { deliveries: [{ id: delivery, email: 'ana@example.com', reminded: true }] },
    },
    problems: ['not_found', 'delivery_final', 'notice_waits', 'invalid', 'budget_spent'],
    async run({ ctx, viewer, id, body }) {
      return { value: { deliveries: await remindRecipients(ctx, viewer, id, body.deliveries) } };
    },
  }),

  operation({
    method: 'post',
    path: '/messages/{id}/extensions',
    scope: 'messages:act',
    id: 'createExtensions',
    summary: 'Move the expiry of deliveries that live',
    body: deliveries.extension,
    answer: deliveries.extended,
    examples: {
      body: { expiresAt: '2027-03-31T12:00:00Z' },
      answer: { deliveries: [{ id: delivery, email: 'ana@example.com', extended: true }] },
    },
    problems: ['not_found', 'delivery_final', 'invalid', 'expiry_invalid'],
    async run({ ctx, viewer, id, body }) {
      return {
        value: { deliveries: await extendDeliveries(ctx, viewer, id, body.expiresAt, body.deliveries) },
      };
    },
  }),
];
