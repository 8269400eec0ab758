import { Refusal } from '../../message/refusals.ts';

/** Forms of one delivery that may be read at once in this process: each may stage a gigabyte before it is judged. */
const most = 3;
const running = new Map<string, number>();

/** Does the work where not too much of its kind is done for the delivery already. Refuses overloaded. */
export async function inSlot<Result>(delivery: string, work: () => Promise<Result>): Promise<Result> {
  const before = running.get(delivery) ?? 0;
  if (before >= most) throw new Refusal('overloaded');
  running.set(delivery, before + 1);
  try {
    return await work();
  } finally {
    const left = running.get(delivery)! - 1;
    if (left > 0) running.set(delivery, left);
    else running.delete(delivery);
  }
}
