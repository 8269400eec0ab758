import type { RecallOffer, ReportView } from '../../../../views/models/recalls.ts';
import type { DeliveryOverview, MessageOverview } from '../../../delivery/show-message.ts';
import { isRecallable } from '../../../delivery/recall-deliveries.ts';
import type { EventType } from '../../../message/event-types.ts';
import { isMisdeliveryReason } from '../../../message/misdeliveries.ts';

/** Whether a recall reaches it. */
export const mayRecall = (delivery: DeliveryOverview): boolean =>
  isRecallable(delivery.status) && !wasUnsealed(delivery);

export const wasUnsealed = ({ timeline }: DeliveryOverview): boolean =>
  timeline.some(({ type }) => type === 'delivery.exempted');

export function recallOffer({ deliveries, noticesAt }: MessageOverview): RecallOffer {
  const offered = deliveries.some(mayRecall);
  const waits = noticesAt !== null && Date.parse(noticesAt) > Date.now();
  return {
    mayRecall: offered,
    recalled: deliveries.some(({ timeline }) => timeline.some(({ type }) => type === 'delivery.recalled')),
    undoUntil: offered && waits ? noticesAt : null,
  };
}

/** After these a report is an old story. */
const settled: readonly EventType[] = ['delivery.report_lifted', 'delivery.recalled', 'delivery.erased'];

export function reportOf(
  message: string,
  { id, timeline }: DeliveryOverview,
  may: Pick<ReportView, 'mayCorrect' | 'mayBlock'>,
): ReportView | null {
  const last = timeline.findLast(
    ({ type }) => type === 'delivery.misdelivery_reported' || settled.includes(type),
  );
  const reason = last?.details.reason;
  if (last?.type !== 'delivery.misdelivery_reported' || !isMisdeliveryReason(reason)) return null;
  return { id, message, ...may, reason, at: last.at };
}
