import { recordSystemLook } from '../../delivery/record-system-look.ts';
import { answersTo } from '../../desk/conversations/list-answers.ts';
import { messageOfReply, readReply, readReplyFile } from '../../desk/conversations/read-reply.ts';
import { textOf } from '../http/header-text.ts';
import { type Call, type Operation, operation, type RawRequest } from './operation.ts';
import { pieces } from './pieces.ts';
import { present } from './present.ts';
import { streamed } from './schemas-evidence.ts';
import * as schemas from './schemas-replies.ts';
import type { Streamed } from './send-streamed.ts';

const message = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const line = {
  id: '7c1c3b52-95d8-4b2f-8f0a-6f3b1f0c2d11',
  message,
  delivery: '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21',
  email: 'ana@example.com',
  sentAt: '2026-11-03T09:10:11.123456Z',
};
const readAt = '2026-11-03T09:20:00.000001Z';
const type = 'application/octet-stream';

/** Whose message it is counts here; that a system looks at another's is evidence, before anything of it leaves. */
async function reach({ ctx, viewer, id }: Call<unknown, unknown>, { req }: RawRequest): Promise<string> {
  const { message, own } = await messageOfReply(ctx, viewer, id);
  if (!own) await recordSystemLook(ctx, viewer.id, message, textOf(req.get('Segl-Reason')));
  return message;
}

/** What recipients answered. To answer them is `createMessage` with `answers`. */
export const replyOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/messages/{id}/replies',
    scope: 'messages:read',
    id: 'listReplies',
    summary: 'What recipients answered to a message, oldest first, without what it says',
    answer: schemas.replies,
    examples: { answer: { replies: [{ ...line, attachments: 1 }] } },
    problems: ['not_found'],
    async run({ ctx, viewer, id }) {
      const answers = await answersTo(ctx, viewer, id);
      const replies = answers.map(({ readAt, mailedAt, files, name: _, ...rest }) => ({
        ...rest,
        ...present('readAt', readAt),
        ...present('mailedAt', mailedAt),
        attachments: files,
      }));
      return { value: { replies } };
    },
  }),

  operation({
    method: 'get',
    path: '/replies/{id}',
    scope: 'messages:read',
    id: 'getReply',
    summary: 'One answer: to get it is to read it',
    description:
      'The first time is an event, which the recipient sees. Of a message that is not the system’s own (scope ' +
      'messages:all) the header Segl-Reason may say why, as for reading that.',
    answer: schemas.reply,
    examples: {
      answer: {
        ...line,
        readAt,
        text: 'May I come on Monday?',
        attachments: [
          {
            id: '0b0f7f0c-6a3c-4d55-9d50-0f7f4d1b8a77',
            filename: 'scan.pdf',
            contentType: 'application/pdf',
            size: 48_213,
            sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          },
        ],
      },
    },
    problems: ['not_found', 'invalid'],
    async run(call, raw) {
      const { ctx, viewer, id } = call;
      const {
        content,
        name: _,
        own: __,
        isFirst: ___,
        ...reply
      } = await readReply(ctx, viewer, await reach(call, raw), id);
      const attachments = content.attachments.map(({ id, filename, contentType, size, sha256 }) => ({
        id,
        filename,
        contentType,
        size,
        sha256,
      }));
      return { value: { ...reply, text: content.text ?? '', attachments } };
    },
  }),

  operation({
    method: 'get',
    path: '/replies/{id}/attachments',
    scope: 'messages:read',
    id: 'getReplyAttachment',
    summary: 'One file of an answer, as the recipient sent it',
    description: 'Whoever takes a file has read the answer.',
    query: schemas.attachmentQuery,
    streams: [type],
    answer: streamed,
    examples: { answer: null },
    problems: ['not_found', 'invalid'],
    async run(call, raw) {
      const { ctx, viewer, id, query } = call;
      const message = await reach(call, raw);
      if (raw.req.method === 'HEAD') return { value: { type, bytes: () => pieces([]) } satisfies Streamed };
      const { bytes } = await readReplyFile(ctx, viewer, message, id, query.attachment);
      return { value: { type, bytes: () => bytes } satisfies Streamed };
    },
  }),
];
