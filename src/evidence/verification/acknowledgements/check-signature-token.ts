import type { SignedAcknowledgement } from '../../../message/acknowledgements.ts';
import type { AcknowledgementReport, Trust } from '../../../message/verification.ts';
import { readCertificate, subjectName } from '../../certificates/read-certificate.ts';
import { decodeBase64 } from '../../log/base64.ts';
import { Malformed } from '../../log/malformed.ts';
import { BadTimestamp } from '../../timestamps/bad-timestamp.ts';
import { verifyTimestamp } from '../../timestamps/verify-token.ts';
import { tolerance } from './tolerance.ts';
import { Wrong } from './wrong.ts';

/**
 * Whether an authority's token stands over the organisation's signature, as its base64url text (JAdES §5.3.4), and not before
 * that was made (`signedAt`, in seconds). Undefined: there is none. Throws `Wrong`.
 */
export async function checkSignatureToken(
  { jws, token }: SignedAcknowledgement,
  signedAt: number,
  { tsaRoots }: Trust,
): Promise<AcknowledgementReport['token'] | undefined> {
  if (token === undefined) return undefined;
  const { signature } = JSON.parse(jws) as { signature: string };
  const stamp = await open(token, signature, tsaRoots);
  if (Date.parse(stamp.genTime) + stamp.accuracy < signedAt * 1000 - tolerance) {
    throw new Wrong('acknowledgement_time', stamp.genTime);
  }
  if (tsaRoots.length > 0 && !stamp.trusted) throw new Wrong('stamp_untrusted', stamp.fingerprint);
  return {
    time: stamp.genTime,
    authority: subjectName(readCertificate(stamp.chain[0]!)),
    fingerprint: stamp.fingerprint,
    standing: stamp.trusted ? 'confirmed' : 'own',
  };
}

async function open(token: string, signature: string, roots: Trust['tsaRoots']) {
  try {
    return await verifyTimestamp(decodeBase64(token), new TextEncoder().encode(signature), { roots });
  } catch (cause) {
    if (cause instanceof BadTimestamp || cause instanceof Malformed) {
      throw new Wrong('acknowledgement_token', undefined, { cause });
    }
    throw cause;
  }
}
