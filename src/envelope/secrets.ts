import type { EpochKeys } from './ports.ts';
import { openToken, sealToken } from './token.ts';

/** What a short secret is sealed for; each has a key of its own. */
export type SecretLabel = 'cookie' | 'job' | 'outbox' | 'factor' | 'identity' | 'draft';

/** Seals a short secret. `context` says what it belongs to, is readable in the token, and binds it there. */
export async function sealSecret(
  keys: EpochKeys,
  label: SecretLabel,
  context: string,
  value: string,
): Promise<string> {
  return sealToken(await keys.current(), label, { context }, Buffer.from(value));
}

/** The same for a row that names its key, as rows do that are moved from key to key. */
export async function sealNamed(
  keys: EpochKeys,
  label: SecretLabel,
  context: string,
  value: string,
): Promise<{ readonly kid: string; readonly sealed: string }> {
  const epoch = await keys.current();
  return { kid: epoch.kid, sealed: sealToken(epoch, label, { context }, Buffer.from(value)) };
}

/**
 * The secret, or `undefined` where the token is not one of ours for this label and context, was tampered with, or
 * its epoch has ended. Any string may be given. Throws `Unavailable('keys')`.
 */
export async function openSecret(
  keys: EpochKeys,
  label: SecretLabel,
  context: string,
  jwe: string,
): Promise<string | undefined> {
  const opened = await openToken(keys, label, jwe);
  if (!opened || opened === 'gone' || opened.header.context !== context) return undefined;
  return Buffer.from(opened.plaintext).toString();
}
