import { settingsOf } from '../backends/postgres/connection.ts';
import { startEmbedded } from '../backends/postgres/embedded.ts';
import { migrate } from '../backends/postgres/migrate.ts';
import { readConfig } from '../config.ts';

/** `segl migrate`: brings the database to this version, as its owner. */
export async function migrateVerb(): Promise<number> {
  const config = readConfig();
  const applied =
    config.database === 'embedded' ? await embedded(config.data) : await external(config.database);
  console.log(
    applied.length === 0 ? 'The database is at this version already.' : `Applied: ${applied.join(', ')}`,
  );
  return 0;
}

async function embedded(data: string): Promise<readonly string[]> {
  const server = await startEmbedded(data);
  try {
    return await migrate(server.owner, server.runtime.user!);
  } finally {
    await server.stop();
  }
}

function external({
  url,
  ownerUrl,
}: {
  url: string;
  ownerUrl: string | undefined;
}): Promise<readonly string[]> {
  const runtimeRole = decodeURIComponent(new URL(url).username);
  if (!runtimeRole) throw new Error('SEGL_DATABASE names no user: its rights could not be set.');
  return migrate(settingsOf(ownerUrl ?? url), runtimeRole);
}
