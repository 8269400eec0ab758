import { readFileSync, statSync } from 'node:fs';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * As whom PostgreSQL runs, since it refuses root: `undefined` is ourselves. Root gives it to the owner of the cluster
 * (a later start must choose the same), else to the owner of the data folder, else to `postgres`, else to `nobody`.
 */
export function accountFor(dataFolder: string, cluster: string): Account | undefined {
  const self = process.getuid!();
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (self !== 0) {
    if (owner && owner.uid !== self) {
      throw new Error(
        `The database in ${cluster} belongs to the user with id ${owner.uid}. Start Segl as that user, as the user who made it, or as root`,
      );
    }
    return undefined;
  }
  for (const folder of [owner, statSync(dataFolder)]) {
    if (folder && folder.uid !== 0) return { uid: folder.uid, gid: folder.gid };
  }
  const account = namedAccount('postgres') ?? namedAccount('nobody');
  if (!account) {
    throw new Error(
      'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody" to run it as. Make one, or give the data folder to another user',
    );
  }
  return account;
}

function namedAccount(name: string): Account | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':');
    if (user === name && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
