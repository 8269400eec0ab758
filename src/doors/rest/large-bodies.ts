import { Refusal } from '../../message/refusals.ts';

/** A body up to this many bytes is read without asking. */
const small = 1024 * 1024;

/** The share of one request in what this process holds of request bodies in memory. */
export interface Hold {
  /** To be told of the bytes held so far, or announced. Refuses `overloaded` when too many large bodies are held. */
  grow(bytes: number): void;
  release(): void;
}

/** Bounds how many large bodies are in memory at once. A streamed upload needs no place. */
export class LargeBodies {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  enter(): Hold {
    let holds = false;
    return {
      grow: (bytes) => {
        if (holds || bytes <= small) return;
        if (this.#held >= this.#most) {
          throw new Refusal(
            'overloaded',
            'Too many large requests are being read at once. Wait a little, or send attachments as multipart/form-data.',
          );
        }
        this.#held += 1;
        holds = true;
      },
      release: () => {
        if (holds) this.#held -= 1;
        holds = false;
      },
    };
  }
}
