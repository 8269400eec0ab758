import { ConfigError, readClientConfig } from './config.ts';

/**
 * Joins everything: the verbs that need a database of their own are here, the others talk to a running server.
 * Rooms are loaded when their verb is called, so that `--help` is quick.
 */
const [verb = 'help', ...args] = process.argv.slice(2);

interface LocalVerb {
  readonly summary: string;
  /** It takes flags, `--help` among them; the others have settings alone. */
  readonly explainsItself?: boolean;
  readonly run: () => Promise<number>;
}

async function run(): Promise<number> {
  const local: Record<string, LocalVerb> = {
    start: {
      summary: 'start the roles of this process',
      run: async () => (await import('./composition/start.ts')).start(),
    },
    migrate: {
      summary: 'bring the database to this version',
      run: async () => (await import('./composition/migrate.ts')).migrateVerb(),
    },
    doctor: {
      summary: 'check settings, database, blobs and keys',
      run: async () => (await import('./composition/doctor.ts')).doctor(),
    },
    verify: {
      summary: 'check evidence that was handed out, or a whole log',
      explainsItself: true,
      run: async () => (await import('./composition/verify.ts')).verifyVerb(args),
    },
  };
  const mine = Object.hasOwn(local, verb) ? local[verb] : undefined;
  if (mine) {
    if (args.includes('--help') && !mine.explainsItself) {
      console.log(
        `segl ${verb}: ${mine.summary}. Settings come from the environment (SEGL_*); the README lists them.`,
      );
      return 0;
    }
    return mine.run();
  }
  const { help, verbs } = await import('./doors/cli/verbs.ts');
  const online = verbs[verb];
  if (online) {
    const { url, token } = readClientConfig();
    return online.run(args, { url: url.origin, token, out: console.log, err: console.error });
  }
  const asked = verb === 'help' || verb === '--help';
  (asked ? console.log : console.error)(help({ ...local, ...verbs }));
  return asked ? 0 : 2;
}

try {
  process.exitCode = await run();
} catch (error) {
  // A setting, a port, a database: what an operator can mend is one sentence, without a stack.
  console.error(
    error instanceof ConfigError ? error.message : `Segl cannot go on: ${(error as Error).message}`,
  );
  process.exitCode = 1;
}
