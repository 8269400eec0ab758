import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * As whom PostgreSQL runs, since it refuses root: `undefined` is ourselves. Root gives it to the owner of the cluster
 * (a later start must choose the same), else to the owner of the data folder where it has a name, else to `postgres`, else to `nobody`.
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
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  // initdb runs only as an account that has a name.
  const account = known(String(statSync(dataFolder).uid)) ?? known('postgres') ?? known('nobody');
  if (!account) {
    throw new Error(
      'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody" to run it as. Make one, or give the data folder to another user',
    );
  }
  return account;
}

function known(nameOrId: string): Account | undefined {
  const { stdout } = spawnSync('getent', ['passwd', nameOrId], { encoding: 'utf8' });
  const [, , uid, gid] = (stdout ?? '').split(':');
  return Number(uid) > 0 ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
