import type { Config } from '../config.ts';
import { type OpenDatabase, openMigratedDatabase } from './open-database.ts';

/** A database that may still be starting, and what it calls when jobs were committed. */
export interface StartingDatabase {
  readonly database: Promise<OpenDatabase>;
  wake: () => void;
}

/** Sets the database going, which takes its time in processes of its own, while the doors are loaded here. */
export function startDatabase(config: Config): StartingDatabase {
  const starting: StartingDatabase = {
    database: openMigratedDatabase(config, () => starting.wake()),
    wake: () => undefined,
  };
  // Whoever awaits it hears of its failure.
  starting.database.catch(() => undefined);
  return starting;
}
