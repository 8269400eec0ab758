import { Refusal } from '../message/refusals.ts';

/** Lets so much work of a kind run at once in this process, and so much more wait. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limits: { readonly atOnce: number; readonly waiting: number }) {
    this.#atOnce = limits.atOnce;
    this.#mostWaiting = limits.waiting;
  }

  /** Runs the work when it is its turn. Refuses overloaded. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) throw new Refusal('overloaded');
      // Whoever ends hands the place on, so that nobody who comes later takes it.
      await new Promise<void>((mine) => this.#waiting.push(mine));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
