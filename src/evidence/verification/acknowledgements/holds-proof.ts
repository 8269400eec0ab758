import type { AcknowledgementProof } from '../../../message/acknowledgements.ts';
import { checkIdToken } from './check-id-token.ts';
import { checkPasskey } from './check-passkey.ts';
import { draftLifetime } from './tolerance.ts';
import { Wrong } from './wrong.ts';

/**
 * Whether a stranger who checks the evidence will find this proof over the digest good, `now`: what they would not take is not
 * taken from a recipient, who could otherwise deny later what they signed. A code has no signature that could be wrong.
 */
export async function holdsProof(
  proof: AcknowledgementProof,
  digest: Uint8Array,
  now: number,
): Promise<boolean> {
  try {
    if (proof.method === 'passkey') await checkPasskey(proof, digest);
    if (proof.method === 'eid') await checkIdToken(proof, digest, { from: now - draftLifetime, to: now }, []);
    return true;
  } catch (error) {
    if (error instanceof Wrong) return false;
    throw error;
  }
}
