/** Milliseconds for which an answer of the database is taken as still true. A change is felt after that at the latest. */
const freshFor = 1_000;

/**
 * Remembers one answer for a second, so that a stream of mails does not ask the same for each of them. A question under
 * way is shared; an error is not remembered.
 */
export function remembered<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  let until = 0;
  return () => {
    if (answer && performance.now() < until) return answer;
    const asked = ask();
    answer = asked;
    until = performance.now() + freshFor;
    asked.catch(() => {
      if (answer === asked) answer = undefined;
    });
    return asked;
  };
}

/** The same for one question about many things. What is not there is asked again each time. */
export function rememberedEach<Answer>(
  ask: (key: string) => Promise<Answer | undefined>,
): (key: string) => Promise<Answer | undefined> {
  const known = new Map<string, { readonly answer: Answer; readonly until: number }>();
  return async (key) => {
    const before = known.get(key);
    if (before && performance.now() < before.until) return before.answer;
    const answer = await ask(key);
    known.delete(key);
    if (answer === undefined) return undefined;
    known.set(key, { answer, until: performance.now() + freshFor });
    if (known.size > most) known.delete(known.keys().next().value!);
    return answer;
  };
}

const most = 10_000;
