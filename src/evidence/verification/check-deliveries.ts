import type { Bundle } from '../bundle/format.ts';
import type { LoggedEvent } from '../bundle/logged-event.ts';
import type { FindingList } from './finding-list.ts';
import { statusAfter } from './replay-status.ts';

type DeliveryEvent = LoggedEvent & { readonly delivery: string; readonly seq: number };

const isOfDelivery = (event: LoggedEvent): event is DeliveryEvent => event.delivery !== undefined;

/**
 * Whether all events of each delivery are there, 1, 2, 3… in the order of the log, and lead to the status that is said. That
 * there are no more than are said rests on whoever signed the bundle, for nothing in a log shows what does not follow.
 */
export function checkDeliveries(
  { about, deliveries }: Bundle,
  events: readonly LoggedEvent[],
  findings: FindingList,
): void {
  const [submitted, ...again] = events.filter(
    ({ delivery, type }) => delivery === undefined && submissions.has(type),
  );
  // What was refused went to nobody.
  if (!submitted || (submitted.type === 'message.refused' && deliveries.length > 0)) {
    findings.add('submission_missing');
  }
  for (const { id } of again) findings.add('submission_repeated', { event: id });
  const recipients = submitted?.details.recipients;
  if (submitted?.type === 'message.accepted' && typeof recipients !== 'number') {
    findings.add('entry_form', { event: submitted.id });
  }
  if (about.delivery === undefined && typeof recipients === 'number' && deliveries.length < recipients) {
    findings.add('delivery_missing', { value: String(recipients) });
  }
  const listed = new Set(deliveries.map(({ id }) => id));
  if (about.delivery !== undefined && (listed.size !== 1 || !listed.has(about.delivery))) {
    findings.add('delivery_unknown', { delivery: about.delivery });
  }
  const byDelivery = Map.groupBy(events.filter(isOfDelivery), ({ delivery }) => delivery);
  for (const [delivery, [first]] of byDelivery) {
    if (!listed.has(delivery)) findings.add('delivery_unknown', { delivery, event: first!.id });
  }
  for (const { id, events: count, status } of deliveries) {
    const own = byDelivery.get(id) ?? [];
    const complete = checkNumbers(id, count, own, findings);
    if (complete && status !== statusAfter(own)) {
      findings.add('status_differs', { delivery: id, value: status.slice(0, 40) });
    }
  }
}

const submissions: ReadonlySet<string> = new Set(['message.accepted', 'message.refused']);

function checkNumbers(
  delivery: string,
  count: number,
  events: readonly DeliveryEvent[],
  findings: FindingList,
): boolean {
  const seen = new Set<number>();
  let complete = true;
  const add = (code: Parameters<FindingList['add']>[0], value: string, event?: string) => {
    complete = false;
    findings.add(code, { delivery, value, ...(event === undefined ? {} : { event }) });
  };
  let highest = 0;
  for (const { seq, id } of events) {
    if (seen.has(seq)) add('seq_repeated', String(seq), id);
    else if (seq < highest) add('seq_order', String(seq), id);
    if (seq > count) add('seq_surplus', String(seq), id);
    seen.add(seq);
    highest = Math.max(highest, seq);
  }
  let expected = 1;
  // No delivery begins without an event: one that is listed with none is made up, or has been emptied.
  const most = Math.max(count, 1);
  for (const seq of [...[...seen].sort((a, b) => a - b), most + 1]) {
    const last = Math.min(seq - 1, most);
    if (last >= expected) add('seq_missing', last === expected ? `${last}` : `${expected}–${last}`);
    expected = seq + 1;
  }
  return complete;
}
