import { Unavailable } from '../../message/refusals.ts';
import { evictHolder } from './lock.ts';
import { LogWriter, type Outcome, type WriterOptions } from './log-writer.ts';

export interface SequencerOptions extends WriterOptions {
  /** Milliseconds between looks while nothing waits; 250 unless told. */
  readonly pollMilliseconds?: number;
  /** Told once of each trouble, and (null) of its end. Nothing in it is personal. */
  readonly onTrouble?: (trouble: Trouble | null) => void;
}

export type Trouble =
  /** The log is closed; the reason stands with it. */
  | { readonly kind: 'closed' }
  /** It is tried again. */
  | { readonly kind: 'failed' | 'not_remembered'; readonly error: unknown };

export interface Sequencer {
  /** Something waits: look now. */
  wake(): void;
  /** Ends what is at work, and remembers what was published. */
  stop(): Promise<void>;
}

/** A checkpoint is remembered outside of the database at most so often, and at the end. */
const rememberEvery = 1_000;
/** While all of the queue must be looked at, dead rows that an old snapshot keeps make that slow: then it is done less often. */
const shareOfTime = 0.2;
const evictAfter = 2_000;
const longestPause = 2_000;

/** Grows the log until it is stopped. Any number may run on one database: one of them is at work. */
export function startSequencer(options: SequencerOptions): Sequencer {
  const { db, keys, pollMilliseconds = 250, onTrouble = () => {} } = options;
  const writer = new LogWriter(options);
  let isStopping = false;
  let wake = () => {};
  let said = '';
  let remembered: string | null = null;
  let rememberedAt = Number.NEGATIVE_INFINITY;
  let lockedOutSince: number | undefined;

  function tell(trouble: Trouble | null): void {
    const text = trouble === null ? '' : `${trouble.kind} ${'error' in trouble ? nameOf(trouble.error) : ''}`;
    if (text !== said) onTrouble(trouble);
    said = text;
  }

  async function remember(): Promise<void> {
    const note = writer.published;
    if (note === null || note === remembered) return;
    rememberedAt = performance.now();
    await keys.remember(note);
    remembered = note;
  }

  async function round(): Promise<Outcome | 'failed'> {
    try {
      const outcome = await writer.takeBatch();
      if (outcome === 'elsewhere') await outwait();
      else lockedOutSince = undefined;
      tell(outcome === 'closed' ? { kind: 'closed' } : null);
      return outcome;
    } catch (error) {
      tell({ kind: 'failed', error });
      return 'failed';
    }
  }

  /** Whoever has the log in hand may have been stopped: where it stays so, their session is ended. */
  async function outwait(): Promise<void> {
    lockedOutSince ??= performance.now();
    if (performance.now() - lockedOutSince >= evictAfter) await evictHolder(db);
  }

  /** Until the time is over, or somebody wakes us. */
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function rememberOrTell(): Promise<void> {
    await remember().catch((error: unknown) => tell({ kind: 'not_remembered', error }));
  }

  const ended = (async () => {
    while (!isStopping) {
      const began = performance.now();
      const outcome = await round();
      if (performance.now() - rememberedAt >= rememberEvery) await rememberOrTell();
      if (outcome === 'more' || isStopping) continue;
      const took = performance.now() - began;
      const rest = outcome === 'idle' && writer.looksAtAll ? took * (1 / shareOfTime - 1) : 0;
      await pause(Math.min(Math.max(pollMilliseconds, rest), longestPause));
    }
    await rememberOrTell();
  })();

  return {
    wake: () => wake(),
    async stop() {
      isStopping = true;
      wake();
      await ended;
    },
  };
}

const nameOf = (error: unknown): string =>
  error instanceof Unavailable ? error.part : error instanceof Error ? error.name : typeof error;
