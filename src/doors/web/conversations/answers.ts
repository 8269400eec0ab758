import type { RequestHandler } from 'express';
import type { AnswerRow, AnswersPage } from '../../../../views/models/conversations.ts';
import { subjectsOf } from '../../../delivery/list-messages.ts';
import { type AnswerLine, listAnswers } from '../../../desk/conversations/list-answers.ts';
import { personOf, signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';

const mostPages = 1000;

/** `GET /desk/answers`: what recipients answered to one's own messages. */
export const showAnswers = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const asked = Number(request.query.page ?? 0);
    const page = Number.isInteger(asked) && asked > 0 && asked < mostPages ? asked : 0;
    const { answers, hasMore } = await listAnswers(ctx, staff.id, page);
    const subjects = await subjectsOf(ctx, [...new Set(answers.map(({ message }) => message))]);
    const at = (number: number) => (number === 0 ? '/desk/answers' : `/desk/answers?page=${number}`);
    const model: AnswersPage = {
      person: personOf(staff),
      rows: answers.map((line) => rowOf(line, subjects.get(line.message) ?? null)),
      before: page > 0 ? at(page - 1) : null,
      next: hasMore ? at(page + 1) : null,
    };
    sendPage(ctx, request, response, 'desk-answers', model);
  });

export const rowOf = (
  { id, message, email, name, sentAt, readAt, mailedAt, files }: AnswerLine,
  subject: string | null,
): AnswerRow => ({
  href: replyPath(message, id),
  email,
  name,
  subject,
  sentAt,
  readAt,
  mailedAt,
  files,
});

export const replyPath = (message: string, reply: string): string =>
  `/desk/messages/${message}/replies/${reply}`;
