import { type ConnectionSettings, settingsOf } from '../backends/postgres/connection.ts';
import { openDatabase } from '../backends/postgres/database.ts';
import { startEmbedded } from '../backends/postgres/embedded.ts';
import { migrate, schemaState } from '../backends/postgres/migrate.ts';
import type { Config } from '../config.ts';

export interface OpenDatabase {
  readonly db: ReturnType<typeof openDatabase>;
  readonly settings: ConnectionSettings;
  close(): Promise<void>;
}

/**
 * Opens the database at this version's schema. The embedded one is started and migrated here; so is a database whose
 * one role owns the tables. A database with a restricted role is only ever migrated by `segl migrate`.
 */
export async function openMigratedDatabase(config: Config, onEnqueued: () => void): Promise<OpenDatabase> {
  if (config.database === 'embedded') {
    const embedded = await startEmbedded(config.data);
    try {
      await migrate(embedded.owner, embedded.runtime.user!);
    } catch (error) {
      await embedded.stop();
      throw error;
    }
    const db = openDatabase(embedded.runtime, { onEnqueued });
    return {
      db,
      settings: embedded.runtime,
      async close() {
        await db.close();
        await embedded.stop();
      },
    };
  }
  const settings = settingsOf(config.database.url);
  const db = openDatabase(settings, { onEnqueued });
  try {
    await bringUp(db, settings, config.database.ownerUrl);
  } catch (error) {
    await db.close();
    throw error;
  }
  return { db, settings, close: () => db.close() };
}

async function bringUp(
  db: OpenDatabase['db'],
  settings: ConnectionSettings,
  ownerUrl: string | undefined,
): Promise<void> {
  const state = await schemaState(db);
  if (state === 'newer') {
    throw new Error(
      'This database is newer than this Segl. Start the version that migrated it, or a later one.',
    );
  }
  if (state === 'current') return;
  const { rows } = await db.query<{ role: string; owns: boolean }>(
    "select current_user as role, has_schema_privilege(current_schema(), 'create') as owns",
  );
  if (ownerUrl || !rows[0]?.owns) {
    throw new Error(
      'This database has not been brought to this version: run "npx segl migrate" with SEGL_DATABASE_OWNER.',
    );
  }
  await migrate(settings, rows[0].role);
}
