import { Refusal } from '../../message/refusals.ts';

/**
 * Forms of one delivery, or pieces of one file, that may be read at once in this process: each form may stage a gigabyte, and each
 * piece eight megabytes, before it is judged. A piece whose connection was lost is on its way until that is noticed.
 */
const most = 3;
const running = new Map<string, number>();

/** Does the work where not too much of its kind is done already for what is named: a delivery, or a file of its draft. Refuses overloaded. */
export async function inSlot<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const before = running.get(what) ?? 0;
  if (before >= most) throw new Refusal('overloaded');
  running.set(what, before + 1);
  try {
    return await work();
  } finally {
    const left = running.get(what)! - 1;
    if (left > 0) running.set(what, left);
    else running.delete(what);
  }
}
