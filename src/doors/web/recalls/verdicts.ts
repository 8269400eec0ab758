import type { RequestHandler } from 'express';
import type { VerdictPage, VerdictView } from '../../../../views/models/recalls.ts';
import { readVerdicts, type Verdict } from '../../../delivery/read-verdicts.ts';
import { type DeliveryOverview, type MessageOverview, showMessage } from '../../../delivery/show-message.ts';
import { Refusal } from '../../../message/refusals.ts';
import { hasDuty } from '../../../message/rights.ts';
import { personOf, signedIn, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { named } from './recall-form.ts';

/** `GET /desk/messages/{id}/verdict`: what was seen, for each recipient. */
export const showVerdict = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const id = param(request, 'id');
    const viewer = viewerOf(staff);
    let verdicts: Verdict[];
    let message: MessageOverview;
    try {
      message = await showMessage(ctx, viewer, id);
      verdicts = await readVerdicts(ctx, viewer, id);
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.code !== 'reason_needed') throw refusal;
      // The message's page asks for it.
      return response.redirect(303, `/desk/messages/${id}`);
    }
    const views = viewsOf(message, verdicts);
    const { done } = request.query;
    const model: VerdictPage = {
      person: personOf(staff),
      id,
      from: message.from,
      sentAt: message.sentAt,
      opened: views.filter(({ recalledAt, opened }) => recalledAt !== null && opened),
      unopened: views.filter(({ recalledAt, opened }) => recalledAt !== null && !opened),
      others: views.filter(({ recalledAt }) => recalledAt === null),
      incident: hasDuty(staff.grants, 'incidents', message.unitId)
        ? `/desk/incidents/new?origin=recall&message=${id}`
        : null,
      complianceMail: ctx.settings.complianceMail ?? null,
      done: done === 'recalled' || done === 'redirected' ? done : null,
    };
    sendPage(ctx, request, response, 'desk-verdict', model, { path: `/desk/messages/${id}/verdict` });
  });

/** Whoever was added after the verdicts were read has none yet. */
function viewsOf(message: MessageOverview, verdicts: readonly Verdict[]): VerdictView[] {
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  const instead = redirectsOf(message.deliveries);
  return message.deliveries.flatMap((delivery) => {
    const verdict = byId.get(delivery.id);
    if (!verdict) return [];
    const { openedAt, postedAt, parts, recalledAt, seq, deadUntil, reason } = verdict;
    const redirectedTo = instead.get(delivery.id) ?? null;
    return {
      ...named(delivery),
      parted: partedOf(delivery, message.deliveries),
      opened: verdict.verdict === 'opened',
      openedAt,
      postedAt,
      parts,
      recalledAt,
      seq,
      deadUntil,
      undone: delivery.timeline.some(
        ({ type, details }) => type === 'delivery.recalled' && details.undone === true,
      ),
      whyNot: reason === undefined ? null : reason === 'relayed' ? 'relayed' : 'ended',
      deletion: verdict.deletion,
      redirectedTo,
      mayRedirect:
        redirectedTo === null &&
        delivery.parted?.for !== 'reader' &&
        message.erased === null &&
        delivery.status !== 'erased' &&
        reason !== 'relayed',
    };
  });
}

function partedOf({ parted }: DeliveryOverview, all: readonly DeliveryOverview[]): VerdictView['parted'] {
  const from = parted && all.find(({ id }) => id === parted.from);
  return parted && from ? { for: parted.for, from: named(from) } : null;
}

/** Who got it instead of whom: each new delivery names the wrong one in its first event. */
const redirectsOf = (deliveries: readonly DeliveryOverview[]) =>
  new Map(
    deliveries.flatMap((delivery) => {
      const from = delivery.timeline.find(({ details }) => typeof details.redirectedFrom === 'string');
      return from ? [[String(from.details.redirectedFrom), named(delivery)] as const] : [];
    }),
  );
