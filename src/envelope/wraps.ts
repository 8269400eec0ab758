import { Fatal } from '../message/refusals.ts';
import { EpochKeyGone } from './epoch-key-gone.ts';
import type { EpochKeys } from './ports.ts';
import { openToken, sealToken } from './token.ts';

/** Whose road to the message a wrap is: one delivery, or (`null`) the sender's own copy. */
export interface WrapBinding {
  readonly message: string;
  readonly delivery: string | null;
}

export interface Wrap {
  readonly kid: string;
  readonly jwe: string;
}

const bound = ({ message, delivery }: WrapBinding) => ({ message, delivery: delivery ?? 'sender' });

/** Wraps a data key for one delivery, or for the sender, under the current epoch key. */
export async function wrapDataKey(keys: EpochKeys, dataKey: Uint8Array, binding: WrapBinding): Promise<Wrap> {
  const epoch = await keys.current();
  return { kid: epoch.kid, jwe: sealToken(epoch, 'wrap', bound(binding), dataKey) };
}

/** Wraps one message's data key for many deliveries, in their order. */
export async function wrapDataKeys(
  keys: EpochKeys,
  dataKey: Uint8Array,
  message: string,
  deliveries: readonly (string | null)[],
): Promise<Wrap[]> {
  const epoch = await keys.current();
  return deliveries.map((delivery) => ({
    kid: epoch.kid,
    jwe: sealToken(epoch, 'wrap', bound({ message, delivery }), dataKey),
  }));
}

/**
 * The data key that a wrap holds. Throws `Fatal` where the wrap was sealed for another message or delivery, or was
 * tampered with; `EpochKeyGone` where its epoch has ended; `Unavailable('keys')`.
 */
export async function unwrapDataKey(keys: EpochKeys, jwe: string, binding: WrapBinding): Promise<Buffer> {
  const opened = await openToken(keys, 'wrap', jwe);
  if (opened === 'gone') throw new EpochKeyGone('The epoch key of this wrap does not exist any more');
  if (!opened) throw new Fatal('A wrap does not open: it is not what was sealed');
  const { message, delivery } = bound(binding);
  if (opened.header.message !== message || opened.header.delivery !== delivery)
    throw new Fatal('A wrap was sealed for another delivery than the one it stands at');
  const { buffer, byteOffset, byteLength } = opened.plaintext;
  return Buffer.from(buffer, byteOffset, byteLength);
}
