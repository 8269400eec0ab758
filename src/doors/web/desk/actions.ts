import type { RequestHandler } from 'express';
import { extendDeliveries } from '../../../delivery/extend-deliveries.ts';
import { limits } from '../../../delivery/limits.ts';
import { messageOf, type Viewer } from '../../../delivery/message-access.ts';
import { remindRecipients } from '../../../delivery/remind-recipients.ts';
import { type DeliveryOverview, showMessage } from '../../../delivery/show-message.ts';
import { unlockDelivery } from '../../../delivery/unlock-delivery.ts';
import { Refusal } from '../../../message/refusals.ts';
import { isLive } from '../../../message/statuses.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import type { outcomes } from './messages.ts';
import { signedIn, viewerOf } from './signed-in.ts';

type Outcome = (typeof outcomes)[number];

/** Runs an action on a message and leads back to it, saying what was done or why not. */
async function thenShow(message: string, done: Outcome, action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
    return `/desk/messages/${message}?done=${done}`;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
    return addressOf(message, error);
  }
}

/** Where a reason is needed, the message's page asks for it. */
export function addressOf(message: string, { code }: Refusal): string {
  const page = `/desk/messages/${message}`;
  return code === 'reason_needed' ? page : `${page}?error=${code}`;
}

/** The same for an action on one delivery. */
async function thenShowOf(
  { ctx }: WebOptions,
  viewer: Viewer,
  delivery: string,
  done: Outcome,
  action: () => Promise<unknown>,
): Promise<string> {
  try {
    return await thenShow(await messageOf(ctx, viewer, delivery), done, action);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'reason_needed') throw error;
    return addressOf(String(error.facts.message), error);
  }
}

export const postReminder = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const id = param(request, 'id');
    const chosen = field(request, 'delivery');
    const remind = () => remindRecipients(options.ctx, viewerOf(staff), id, chosen ? [chosen] : undefined);
    response.redirect(303, await thenShow(id, 'reminded', remind));
  });

export const postExtension = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const id = param(request, 'id');
    const chosen = field(request, 'delivery');
    const days = Number(field(request, 'days')) || limits.expiryDays;
    const viewer = viewerOf(staff);
    const extend = async () => {
      if (days < 0) throw new Refusal('expiry_invalid');
      const { deliveries } = await showMessage(options.ctx, viewer, id);
      const until = laterBy(
        deliveries.filter((each) => !chosen || each.id === chosen),
        days,
      );
      return extendDeliveries(options.ctx, viewer, id, until, chosen ? [chosen] : undefined);
    };
    response.redirect(303, await thenShow(id, 'extended', extend));
  });

/** So many days after the last expiry of what still lives: nobody who asks for longer gets less. */
function laterBy(deliveries: readonly DeliveryOverview[], days: number): string {
  const ends = deliveries
    .filter(({ status }) => isLive(status))
    .map(({ expiresAt }) => Date.parse(expiresAt));
  const from = Math.max(Date.now(), ...ends);
  return new Date(from + Math.min(days, 10_000) * 24 * 60 * 60 * 1000).toISOString();
}

export const postUnlock = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const delivery = param(request, 'id');
    const viewer = viewerOf(staff);
    const unlock = () => unlockDelivery(options.ctx, viewer, delivery);
    response.redirect(303, await thenShowOf(options, viewer, delivery, 'unlocked', unlock));
  });
