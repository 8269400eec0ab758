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
