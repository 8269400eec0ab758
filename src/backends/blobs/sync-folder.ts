import { open } from 'node:fs/promises';

/** Makes names that were added to or removed from a folder survive a crash. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether an error is the file system's (or a socket's), with one of these codes: `ENOENT`, `EEXIST`… */
export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(error.code as string);
