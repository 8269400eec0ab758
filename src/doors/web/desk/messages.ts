import type { Request, RequestHandler, Response } from 'express';
import type {
  DeliveryView,
  MessagePage,
  MessageRow,
  TypedCorrection,
} from '../../../../views/models/desk.ts';
import { maskPhone } from '../../../delivery/addresses.ts';
import { answerOf } from '../../../delivery/answer-of.ts';
import { limits } from '../../../delivery/limits.ts';
import { listMessages, listsOf, type MessageLine, subjectsOf } from '../../../delivery/list-messages.ts';
import { besideText } from '../../../delivery/mail-pictures.ts';
import { openTasks } from '../../../delivery/ladder/open-tasks.ts';
import { openSentCopy, readSentHtml } from '../../../delivery/read-sent-copy.ts';
import { type DeliveryOverview, type MessageOverview, showMessage } from '../../../delivery/show-message.ts';
import { needsFactor } from '../../../desk/account/factors.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import type { Content } from '../../../message/content.ts';
import { isLanguage } from '../../../message/languages.ts';
import { Refusal, type RefusalCode, refusalCodes } from '../../../message/refusals.ts';
import { hasDuty, hasDutySomewhere } from '../../../message/rights.ts';
import { type DeliveryStatus, isLive } from '../../../message/statuses.ts';
import type { WebOptions } from '../options.ts';
import { caseOf } from '../conversations/case-of.ts';
import { sendMailHtml } from '../mail-page.ts';
import { languageOf, param, sendPage } from '../page.ts';
import { recallOffer, reportOf } from '../recalls/recall-offer.ts';
import { tell } from './event-facts.ts';
import { askForReason } from './looks.ts';
import { personOf, signedIn, viewerOf } from './signed-in.ts';

const pageSize = 30;

export const showMessages = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const lists = listsOf(staff.held);
    const whose = lists.find((each) => each === request.query.whose) ?? 'own';
    if (!listsOf(staff.grants).includes(whose)) {
      response.redirect(303, `/desk/second-factor?next=${encodeURIComponent(request.originalUrl)}`);
      return;
    }
    const after = typeof request.query.after === 'string' ? request.query.after : undefined;
    const { messages, next } = await listMessages(ctx, viewerOf(staff), { whose, after, limit: pageSize });
    const own = messages.filter((message) => message.own);
    const subjects = await subjectsOf(
      ctx,
      own.map(({ id }) => id),
    );
    const model = {
      person: personOf(staff),
      whose,
      lists,
      withheld: needsFactor(staff.held) && !staff.session.secondFactor,
      rows: messages.map((message) => rowOf(message, subjects.get(message.id) ?? null)),
      next: next ? `/desk/messages?${whose === 'own' ? '' : `whose=${whose}&`}after=${next}` : null,
    };
    sendPage(ctx, request, response, 'desk-messages', model);
  });

const rowOf = (message: MessageLine, subject: string | null): MessageRow => ({
  href: `/desk/messages/${message.id}`,
  sender: message.own ? null : message.from,
  subject,
  sentAt: message.sentAt,
  recipients: message.deliveries.length,
  firstRecipients: message.deliveries.slice(0, 3).map((d) => d.email),
  counts: countsOf(message),
});

function countsOf(message: MessageLine): Partial<Record<DeliveryStatus, number>> {
  const counts: Partial<Record<DeliveryStatus, number>> = {};
  for (const { status } of message.deliveries) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export const outcomes = [
  'sent',
  'reminded',
  'extended',
  'unlocked',
  'corrected',
  'erased',
  'task_done',
  'given',
  'returned',
] as const;

export const showOneMessage = (options: WebOptions): RequestHandler =>
  signedIn(options, (request, response, staff) =>
    sendMessagePage(options, request, response, staff, param(request, 'id')),
  );

/** A correction that was refused: why, and what was typed. */
interface Refused {
  readonly error: NonNullable<MessagePage['error']>;
  readonly typed: TypedCorrection & { readonly delivery: string };
}

/** The page of a message; after a correction that was refused, with what was typed. Refuses not_found. */
export async function sendMessagePage(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  id: string,
  refused?: Refused,
): Promise<void> {
  const { ctx } = options;
  const viewer = viewerOf(staff);
  let overview: MessageOverview;
  try {
    overview = await showMessage(ctx, viewer, id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return askForReason(options, request, response, staff, id);
  }
  const content = await openSentCopy(ctx, viewer, id);
  const { done, error } = request.query;
  const filenames = new Map(content?.attachments.map((a) => [a.part, a.filename]));
  const mayBlock = hasDutySomewhere(staff.held, 'blocks');
  const model: MessagePage = {
    person: personOf(staff),
    id,
    subject: content?.subject ?? null,
    sentAt: overview.sentAt,
    senderAddress: overview.from,
    erased: overview.erased,
    mayErase: hasDuty(staff.held, 'erasure', overview.unitId),
    recall: recallOffer(overview),
    conversation: await caseOf(options, staff, id),
    own: overview.own,
    asked: askedOf(overview.terms, content),
    deliveries: overview.deliveries.map((delivery) => ({
      ...viewOf(id, delivery, filenames, mayBlock, namesOf(overview)),
      signature: answerOf(overview.terms, delivery),
      parted: partedOf(delivery, overview.deliveries),
      typed: refused?.typed.delivery === delivery.id ? refused.typed : null,
    })),
    seen: overview.looks,
    content: content
      ? {
          text: content.text ?? null,
          hasHtml: content.html !== undefined,
          attachments: besideText(content).map(({ filename, size }) => ({ filename, size })),
        }
      : null,
    done: outcomes.find((each) => each === done) ?? null,
    error: refused?.error ?? errorOf(error),
  };
  const status = refused ? 422 : 200;
  sendPage(ctx, request, response, 'desk-message', model, { status, path: `/desk/messages/${id}` });
}

/** By whom another delivery of the message is known, unless that was erased. */
function namesOf({ deliveries }: MessageOverview): (delivery: string) => string | undefined {
  const names = new Map(deliveries.map(({ id, name, email }) => [id, name || email || undefined]));
  return (delivery) => names.get(delivery);
}

function askedOf(
  { moment, atLeast, dueAt, ifMissed }: MessageOverview['terms'],
  content: Content | undefined,
): MessagePage['asked'] {
  if (moment === null) return null;
  const statements = Object.entries(content?.statements ?? {}).map(([language, words]) => ({
    language: isLanguage(language) ? language : null,
    words,
  }));
  return { statements, moment, atLeast, dueAt, ifMissed };
}

function errorOf(error: unknown): MessagePage['error'] {
  return typeof error === 'string' && Object.hasOwn(refusalCodes, error) ? (error as RefusalCode) : null;
}

/** The HTML of what was sent, for the frame of its page. */
export const showSentHtml = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const body = await readSentHtml(ctx, viewerOf(staff), param(request, 'id'));
    if (!body) throw new Refusal('not_found');
    await sendMailHtml(response, languageOf(ctx, request, response), body);
  });

function viewOf(
  message: string,
  delivery: DeliveryOverview,
  filenames: ReadonlyMap<number, string>,
  mayBlock: boolean,
  nameOf: (delivery: string) => string | undefined,
): Omit<DeliveryView, 'parted' | 'signature' | 'typed'> {
  const { id, email, name, phone, status, reason, reference, expiresAt, unlocks, erased } = delivery;
  const live = isLive(status) && Date.parse(expiresAt) > Date.now();
  const unlockable = unlocks < limits.unlocks;
  const correct = live && (status !== 'locked' || unlockable);
  return {
    id,
    email,
    name,
    maskedPhone: phone && maskPhone(phone),
    status,
    reason,
    reference,
    expiresAt,
    erased,
    actions: {
      remind: live && (status === 'sent' || status === 'notified'),
      extend: live && delivery.parted?.for !== 'reader',
      unlock: live && status === 'locked' && unlockable,
      correct,
    },
    tasks: live ? openTasks(status, delivery.timeline).map(({ task }) => task) : [],
    report: reportOf(message, delivery, { mayCorrect: correct, mayBlock }),
    ...tell(delivery.timeline, filenames, correct, nameOf),
  };
}

function partedOf({ parted }: DeliveryOverview, all: readonly DeliveryOverview[]): DeliveryView['parted'] {
  const from = parted && all.find(({ id }) => id === parted.from);
  return parted && { for: parted.for, name: from?.name || from?.email || '' };
}
