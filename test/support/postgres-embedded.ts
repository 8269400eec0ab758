/**
 * A process that holds an embedded database, for tests: `<folder>`. Prints where it is as JSON, or the sentence it was
 * refused with, and stops cleanly on SIGTERM.
 */
import { startEmbedded } from '../../src/backends/postgres/embedded.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';

try {
  const embedded = await startEmbedded(process.argv[2]!);
  await migrate(embedded.owner, 'segl');
  // The test's end of the pipe closes when the test is gone.
  process.stdin.on('end', () => process.exit()).resume();
  process.on('SIGTERM', async () => {
    process.stdin.destroy();
    await embedded.stop();
  });
  console.log(JSON.stringify({ runtime: embedded.runtime, owner: embedded.owner }));
} catch (error) {
  console.log(JSON.stringify({ refused: (error as Error).message }));
  process.exitCode = 1;
}
