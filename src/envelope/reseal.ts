import type { Label } from './labelled-keys.ts';
import type { EpochKeys } from './ports.ts';
import { openToken, sealToken } from './token.ts';

/** What may be moved from one epoch to the next. */
export type SealedLabel = Exclude<Label, 'pepper' | 'cookie' | 'draft'>;

/**
 * The same under the current epoch key, bound as it was: a seal that stands at another row than its own is moved, and
 * refused there as before. `undefined`: nobody can open it any more, or it is not one of ours. Throws `Unavailable('keys')`.
 */
export async function reseal(
  keys: EpochKeys,
  label: SealedLabel,
  jwe: string,
): Promise<{ kid: string; jwe: string } | undefined> {
  const opened = await openToken(keys, label, jwe);
  if (!opened || opened === 'gone') return undefined;
  const { alg: _alg, enc: _enc, kid: _kid, ...bound } = opened.header;
  const epoch = await keys.current();
  return {
    kid: epoch.kid,
    jwe: sealToken(epoch, label, bound as Readonly<Record<string, string>>, opened.plaintext),
  };
}
