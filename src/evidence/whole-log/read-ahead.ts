/**
 * The results of `work` on 0 to `count` − 1, in order, with up to `ahead` of them under way at once. Whoever stops before the end
 * waits for those under way.
 */
export async function* readAhead<Result>(
  count: number,
  ahead: number,
  work: (index: number) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for (let next = 0, done = 0; done < count; done++) {
      while (next < count && next < done + ahead) {
        const result = work(next++);
        // It is awaited in its turn; until then nobody else is to complain of it.
        result.catch(() => {});
        underWay.push(result);
      }
      yield await underWay.shift()!;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
