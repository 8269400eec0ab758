/** Where a log is read from: a folder, or the server that keeps it. */
export interface LogSource {
  /**
   * The bytes at a path of C2SP tlog-tiles (`checkpoint`, `tile/0/x001/234.p/5`, `tile/entries/000`), or undefined where
   * there is nothing. Throws `Unreadable` where it cannot be read, and where there are more than `limit` bytes.
   */
  read(path: string, limit: number): Promise<Uint8Array | undefined>;
}

/** Something is not there, or cannot be read: nothing is known of it, so nothing is found to be wrong. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}
