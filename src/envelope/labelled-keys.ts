import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { EpochKey } from './ports.ts';

/** What a key is derived for. A key of one label opens nothing of another. */
export type Label = 'wrap' | 'cookie' | 'pepper' | 'job' | 'outbox' | 'factor' | 'identity' | 'draft';

/** HKDF-SHA-256 (RFC 5869) of the epoch key, no salt, the label as info; 32 bytes. */
export const labelledSecret = (epoch: EpochKey, label: Label): Buffer =>
  Buffer.from(hkdfSync('sha256', epoch.key, new Uint8Array(0), label, 32));

// Held by the epoch key itself: when the key port lets a destroyed key go, what was derived from it goes too.
const derived = new WeakMap<Uint8Array, Map<Label, KeyObject>>();

/** The AES-256-GCM key of a label, derived once for each epoch key in memory. */
export function labelledKey(epoch: EpochKey, label: Label): KeyObject {
  const byLabel = derived.get(epoch.key) ?? new Map<Label, KeyObject>();
  derived.set(epoch.key, byLabel);
  const key = byLabel.get(label) ?? createSecretKey(labelledSecret(epoch, label));
  byLabel.set(label, key);
  return key;
}
