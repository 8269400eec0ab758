import { Unavailable } from '../message/refusals.ts';

/** Tries of a transaction that somebody else's stands in the way of, each waiting for what the other has. */
const tries = 3;

/** Does the work again where it was chosen to end a deadlock: nothing of it was kept. */
export async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isDeadlock(error)) throw error;
    }
  }
}

const isDeadlock = (error: unknown): boolean =>
  error instanceof Unavailable && (error.cause as { code?: unknown } | undefined)?.code === '40P01';
