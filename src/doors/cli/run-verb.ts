import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Io, UsageError, type Verb, VerbFailure } from './verb.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

interface Description<Flags extends Options> {
  readonly name: string;
  readonly summary: string;
  /** Everything after the first line of `--help`: usage, flags, examples. */
  readonly help: string;
  readonly flags: Flags;
  /** How many words without a flag it takes; none unless told. */
  readonly words?: number;
  run(flags: FlagValues<Flags>, io: Io, words: readonly string[]): Promise<number>;
}

type FlagValues<Flags extends Options> = ReturnType<
  typeof parseArgs<{ options: Flags; strict: true; allowPositionals: false }>
>['values'];

/** A verb with `--help`, and with faults told in one place. */
export function describeVerb<const Flags extends Options>(description: Description<Flags>): Verb {
  const { name, summary, help, flags, words = 0 } = description;
  return {
    summary,
    async run(args, io) {
      if (args.includes('--help') || args.includes('-h')) {
        io.out(`segl ${name}: ${summary}\n\n${help}`);
        return 0;
      }
      try {
        const { values, positionals } = readFlags(flags, args, words > 0);
        if (positionals.length > words) throw new UsageError(`“${positionals[words]}” is one word too many.`);
        return await description.run(values, io, positionals);
      } catch (error) {
        if (error instanceof UsageError) {
          io.err(`${error.message}\nsegl ${name} --help shows how it is used.`);
          return 2;
        }
        if (error instanceof VerbFailure) {
          io.err(error.message);
          return 1;
        }
        throw error;
      }
    },
  };
}

function readFlags<const Flags extends Options>(
  options: Flags,
  args: string[],
  allowPositionals: boolean,
): { values: FlagValues<Flags>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals });
    return { values: values as FlagValues<Flags>, positionals };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The value of a flag that must be there. */
export function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`);
  return value;
}
