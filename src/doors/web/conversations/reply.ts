import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { AnswerForm, ReplyPage } from '../../../../views/models/conversations.ts';
import { acceptMessage } from '../../../delivery/accept-message.ts';
import { subjectsOf } from '../../../delivery/list-messages.ts';
import { type Answering, findAnswering, senderFor } from '../../../desk/conversations/find-answering.ts';
import { readReply, readReplyFile } from '../../../desk/conversations/read-reply.ts';
import { type SenderChoice, senderChoices } from '../../../desk/sender-choices.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal, type RefusalCode } from '../../../message/refusals.ts';
import { hasDutySomewhere } from '../../../message/rights.ts';
import { type ComposeForm, readComposeForm } from '../desk/compose-form.ts';
import { keyOf, nameOf, sendOnce } from '../desk/compose-once.ts';
import { onDuty, personOf, signedIn, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { replyPath } from './answers.ts';
import { orReason } from './or-reason.ts';

/** `GET /desk/messages/{id}/replies/{reply}`: what a recipient answered, and the form to answer them. */
export const showReply = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    orReason(options, async (request, response, staff) => {
      await show(options, request, response, staff, nothing, null);
    }),
  );

const nothing = { key: '', from: '', text: '', files: 0 };
type Typed = Pick<ComposeForm, 'key' | 'from' | 'text' | 'files'>;

/** `GET …/files/{file}`, as the recipient sent it. What fails on the way is cut, never ended. */
export const getReplyFile = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    orReason(options, async (request, response, staff) => {
      const [id, reply, asked] = [param(request, 'id'), param(request, 'reply'), param(request, 'file')];
      const { file, bytes } = await readReplyFile(options.ctx, viewerOf(staff), id, reply, asked);
      response.attachment(file.filename).set({
        'Cache-Control': 'no-store',
        'Content-Type': file.contentType,
        'Content-Length': String(file.size),
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Accel-Buffering': 'no',
      });
      if (request.method === 'HEAD') return void response.end();
      try {
        await pipeline(Readable.from(bytes, { objectMode: false }), response);
      } catch (error) {
        if (response.closed && (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
        response.destroy();
        throw error;
      }
    }),
  );

/** `POST …/answers`: a message of its own, to whoever answered and to their phone. */
export const postAnswer = (options: WebOptions): RequestHandler =>
  onDuty(options, 'write', async (request, response, staff) => {
    const { ctx } = options;
    const { form, staging } = await readComposeForm(ctx, request);
    const reply = param(request, 'reply');
    const found = await waysOf(options, staff, param(request, 'id'), reply).catch(async (error: unknown) => {
      await staging.discard();
      throw error;
    });
    const chosen = found && chosenAmong(found.choices, found.answering, form.from);
    if (!chosen) {
      await staging.discard();
      throw new Refusal(found ? 'sender_not_allowed' : 'not_found');
    }
    const { unit, address } = chosen;
    const { subject, to } = found.answering;
    const named = nameOf({ ...form, subject: `${reply} ${subject}` }, staging);
    try {
      const { id } = await sendOnce(ctx, staff.id, named, staging, (reservation) =>
        acceptMessage(
          ctx,
          { kind: 'person', id: staff.id, unit, senders: [address] },
          { from: address, to: [to], subject, text: form.text, answers: reply },
          staging,
          { reservation },
        ),
      );
      response.redirect(303, `/desk/messages/${id}?done=sent`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await show(options, request, response, staff, form, error.code);
    }
  });

async function show(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  typed: Typed,
  error: RefusalCode | null,
): Promise<void> {
  const { ctx } = options;
  const [id, reply] = [param(request, 'id'), param(request, 'reply')];
  const { content, email, name, sentAt, readAt, own, isFirst } = await readReply(
    ctx,
    viewerOf(staff),
    id,
    reply,
  );
  const path = replyPath(id, reply);
  const person = personOf(staff);
  const model: ReplyPage = {
    person: own && isFirst ? { ...person, unread: Math.max(0, person.unread - 1) } : person,
    id,
    subject: (await subjectsOf(ctx, [id])).get(id) ?? null,
    email,
    name,
    sentAt,
    readAt,
    own,
    text: content.text ?? '',
    files: content.attachments.map(({ id: file, filename, size }) => ({
      href: `${path}/files/${file}`,
      filename,
      size,
    })),
    answer: await formOf(options, staff, path, typed, error),
  };
  sendPage(ctx, request, response, 'desk-reply', model, { status: error ? 422 : 200, path });
}

async function formOf(
  options: WebOptions,
  staff: StaffMember,
  path: string,
  typed: Typed,
  error: RefusalCode | null,
): Promise<AnswerForm | null> {
  const [, , , id, , reply] = path.split('/') as [string, string, string, string, string, string];
  const found = await waysOf(options, staff, id, reply);
  const chosen = found && chosenAmong(found.choices, found.answering, typed.from);
  if (!found || !chosen) return null;
  return {
    action: `${path}/answers`,
    key: keyOf(typed),
    senders: found.choices.map((choice) => ({ ...choice, value: valueOf(choice) })),
    from: valueOf(chosen),
    text: typed.text,
    hasPhone: found.answering.to.phone !== undefined,
    error,
    filesLost: typed.files > 0,
  };
}

/** Undefined: they may not answer. */
async function waysOf(
  { ctx }: WebOptions,
  staff: StaffMember,
  message: string,
  reply: string,
): Promise<{ answering: Answering; choices: readonly SenderChoice[] } | undefined> {
  if (!hasDutySomewhere(staff.grants, 'write')) return undefined;
  const answering = await findAnswering(ctx, staff, reply);
  if (answering?.message !== message) return undefined;
  return { answering, choices: await senderChoices(ctx.db, staff) };
}

const valueOf = ({ unit, address }: SenderChoice): string => `${unit} ${address}`;

const chosenAmong = (
  choices: readonly SenderChoice[],
  answering: Answering,
  given: string,
): SenderChoice | undefined =>
  given ? choices.find((choice) => valueOf(choice) === given) : senderFor(choices, answering);
