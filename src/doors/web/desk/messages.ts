import type { RequestHandler } from 'express';
import type { DeliveryView, MessagePage } from '../../../../views/models/desk.ts';
import { maskPhone } from '../../../delivery/addresses.ts';
import { limits } from '../../../delivery/limits.ts';
import { listMessages, type MessageLine, subjectsOf } from '../../../delivery/list-messages.ts';
import { type DeliveryOverview, openSentCopy, showMessage } from '../../../delivery/show-message.ts';
import { type RefusalCode, refusalCodes } from '../../../message/refusals.ts';
import { type DeliveryStatus, isLive } from '../../../message/statuses.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { tell } from './event-facts.ts';
import { personOf, signedIn, viewerOf } from './signed-in.ts';

const pageSize = 30;

export const showMessages = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const after = typeof request.query.after === 'string' ? request.query.after : undefined;
    const { messages, next } = await listMessages(ctx, viewerOf(staff), { after, limit: pageSize });
    const subjects = await subjectsOf(
      ctx,
      messages.map((m) => m.id),
    );
    const model = {
      person: personOf(staff),
      rows: messages.map((message) => ({
        href: `/desk/messages/${message.id}`,
        subject: subjects.get(message.id) ?? null,
        sentAt: message.sentAt,
        recipients: message.deliveries.length,
        firstRecipients: message.deliveries.slice(0, 3).map((d) => d.email),
        counts: countsOf(message),
      })),
      next: next ? `/desk/messages?after=${next}` : null,
    };
    sendPage(ctx, request, response, 'desk-messages', model);
  });

function countsOf(message: MessageLine): Partial<Record<DeliveryStatus, number>> {
  const counts: Partial<Record<DeliveryStatus, number>> = {};
  for (const { status } of message.deliveries) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export const outcomes = ['sent', 'reminded', 'extended', 'unlocked', 'corrected'] as const;

export const showOneMessage = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const id = param(request, 'id');
    const viewer = viewerOf(staff);
    const overview = await showMessage(ctx, viewer, id);
    const content = await openSentCopy(ctx, viewer, id);
    const { done, error } = request.query;
    const filenames = new Map(content?.attachments.map((a) => [a.part, a.filename]));
    const model: MessagePage = {
      person: personOf(staff),
      id,
      subject: content?.subject ?? null,
      sentAt: overview.sentAt,
      senderAddress: overview.from,
      deliveries: overview.deliveries.map((delivery) => viewOf(delivery, filenames)),
      done: outcomes.find((each) => each === done) ?? null,
      error: typeof error === 'string' && error in refusalCodes ? (error as RefusalCode) : null,
    };
    sendPage(ctx, request, response, 'desk-message', model, { path: `/desk/messages/${id}` });
  });

function viewOf(delivery: DeliveryOverview, filenames: ReadonlyMap<number, string>): DeliveryView {
  const { id, email, name, phone, status, reason, reference, expiresAt, unlocks } = delivery;
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
    actions: {
      remind: live && (status === 'sent' || status === 'notified'),
      extend: live,
      unlock: live && status === 'locked' && unlockable,
      correct,
    },
    ...tell(delivery.timeline, filenames, correct),
  };
}
