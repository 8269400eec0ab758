import type { Trust } from '../../../message/verification.ts';
import type { Bundle } from '../../bundle/format.ts';
import type { OpenedJws } from '../../bundle/verify-jws.ts';
import type { CheckedCheckpoint } from '../check-checkpoint.ts';
import type { CheckedEvent } from '../check-events.ts';

/** All that an acknowledgement is compared with. */
export interface Surroundings {
  readonly bundle: Bundle;
  /** The acceptance, where there is one. */
  readonly accepted: CheckedEvent | undefined;
  /** Of each delivery, in the order of the log. */
  readonly deliveries: ReadonlyMap<string, readonly CheckedEvent[]>;
  readonly isMessageErased: boolean;
  readonly checkpoint: CheckedCheckpoint;
  /** The file's own signature. */
  readonly jws: OpenedJws;
  readonly trust: Trust;
}

/** The events, sorted once: a hostile file may have a hundred thousand of them, and as many signatures. */
export function sorted(
  checked: readonly CheckedEvent[],
): Pick<Surroundings, 'accepted' | 'deliveries' | 'isMessageErased'> {
  const deliveries = new Map<string, CheckedEvent[]>();
  let accepted: CheckedEvent | undefined;
  let isMessageErased = false;
  for (const each of checked) {
    const { type, delivery } = each.event ?? {};
    if (type === 'message.accepted') accepted ??= each;
    if (type === 'message.erased') isMessageErased = true;
    if (delivery === undefined) continue;
    const own = deliveries.get(delivery);
    if (own) own.push(each);
    else deliveries.set(delivery, [each]);
  }
  return { accepted, deliveries, isMessageErased };
}
