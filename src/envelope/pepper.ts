import { EpochKeyGone } from './epoch-key-gone.ts';
import { labelledSecret } from './labelled-keys.ts';
import type { EpochKeys } from './ports.ts';

/**
 * The secret that goes into every hash of a code or password: of the current epoch, or of the one that `kid` names.
 * Throws `EpochKeyGone`: hashes made with it match nothing any more.
 */
export async function pepper(keys: EpochKeys, kid?: string): Promise<{ kid: string; secret: Buffer }> {
  const epoch = kid === undefined ? await keys.current() : await keys.find(kid);
  if (!epoch) throw new EpochKeyGone('The epoch key of this pepper does not exist any more');
  return { kid: epoch.kid, secret: labelledSecret(epoch, 'pepper') };
}
