/** What a verb of the command line is given. Doors never read the environment themselves. */
export interface Io {
  /** Of the running server, without a trailing slash. */
  readonly url: string;
  readonly token: string | undefined;
  /** One line of the result. */
  readonly out: (line: string) => void;
  /** One line for the person: faults, help after a fault. */
  readonly err: (line: string) => void;
  /** What is piped in; the process's own unless given. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Shows how far something is; on the terminal, if there is one, unless given. */
  readonly progress?: (line: string) => void;
}

export interface Verb {
  readonly summary: string;
  /** Resolves to the exit code: 0 done, 1 refused, 2 wrong usage; `send` has 3 besides. */
  readonly run: (args: string[], io: Io) => Promise<number>;
}

/** The command line was not right; the sentence says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The server did not do it, or could not be asked; the sentence names the remedy. */
export class VerbFailure extends Error {
  override readonly name = 'VerbFailure';
}
