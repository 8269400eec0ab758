import { Malformed, BadSignature } from '../../evidence/log/malformed.ts';
import { type GivenKeys, readTrust } from '../../evidence/verification/read-trust.ts';
import { verifyBundle } from '../../evidence/verification/verify-bundle.ts';
import { type BundleReport, type Compared, nothingCompared, type Trust } from '../../message/verification.ts';

export type { GivenKeys } from '../../evidence/verification/read-trust.ts';

/** A report; or that there is none, and the sentence that says why. `forged`: it was signed, and is not what was signed. */
export type Checked<Report> =
  { readonly report: Report } | { readonly unreadable: string } | { readonly forged: string };

/** Keys that were given to believe in; or what about them cannot be read. */
export type ReadKeys = { readonly trust: Trust } | { readonly unreadable: string };

/** Checks an evidence bundle, and what somebody has against it. The same here and in a browser; asks nobody, keeps nothing. */
export async function checkBundle(
  bytes: Uint8Array,
  trust: Trust,
  given: Compared = nothingCompared,
): Promise<Checked<BundleReport>> {
  try {
    return { report: await verifyBundle(bytes, trust, given) };
  } catch (error) {
    if (error instanceof BadSignature) return { forged: error.message };
    if (error instanceof Malformed) return { unreadable: error.message };
    throw error;
  }
}

export function readKeys(given: GivenKeys): ReadKeys {
  try {
    return { trust: readTrust(given) };
  } catch (error) {
    if (error instanceof Malformed) return { unreadable: error.message };
    throw error;
  }
}
