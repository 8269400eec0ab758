import type { RequestHandler } from 'express';
import type { ConversationPage, TurnView } from '../../../../views/models/conversations.ts';
import { besideText } from '../../../delivery/mail-pictures.ts';
import { showConversation, type Turn } from '../../../desk/conversations/show-conversation.ts';
import { signedIn, personOf, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { replyPath } from './answers.ts';
import { orReason } from './or-reason.ts';

/** `GET /desk/messages/{id}/conversation`. */
export const showConversationPage = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    orReason(options, async (request, response, staff) => {
      const { ctx } = options;
      const id = param(request, 'id');
      const turns = await showConversation(ctx, viewerOf(staff), id);
      const first = turns.find(({ kind, content }) => kind === 'message' && content);
      const model: ConversationPage = {
        person: personOf(staff),
        id,
        subject: first?.content?.subject ?? null,
        turns: turns.map(viewOf),
      };
      sendPage(ctx, request, response, 'desk-conversation', model);
    }),
  );

function viewOf({ kind, id, message, at, from, name, readAt, content }: Turn): TurnView {
  const href = kind === 'reply' ? replyPath(message, id) : `/desk/messages/${id}`;
  const files = content ? besideText(content) : [];
  return {
    kind,
    href,
    from,
    name,
    at,
    state: content ? 'shown' : kind === 'reply' && readAt === null ? 'unread' : 'gone',
    hasHtml: content?.html !== undefined,
    text: content?.text || null,
    files: files.map(({ id: file, filename, size }) => ({
      href: kind === 'reply' ? `${href}/files/${file}` : null,
      filename,
      size,
    })),
  };
}
