import { fromBER, Integer, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, PKIStatusInfo, TimeStampReq } from 'pkijs';
import { checkDer } from '../certificates/check-der.ts';
import { children } from '../certificates/read-certificate.ts';
import { Malformed } from '../log/malformed.ts';
import { sha256 } from '../log/sha256.ts';
import { hexOf } from './read-token.ts';

export interface TimestampRequest {
  /** DER of a TimeStampReq (RFC 3161 §2.4.1). */
  readonly bytes: Uint8Array;
  /** In hex, as `Timestamp` gives that of an answer. */
  readonly nonce: string;
}

/** A request to stamp `data` (its SHA-256), with a fresh nonce of 64 bits, and for the authority's certificates. */
export function timestampRequest(data: Uint8Array): TimestampRequest {
  const nonce = globalThis.crypto.getRandomValues(new Uint8Array(8));
  // Positive, and in the fewest bytes, so that every authority gives it back as it was.
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  const number = new Integer({ valueHex: nonce.buffer });
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({
        algorithmId: '2.16.840.1.101.3.4.2.1',
        algorithmParams: new Null(),
      }),
      hashedMessage: new OctetString({ valueHex: sha256(data).slice().buffer }),
    }),
    nonce: number,
    certReq: true,
  });
  return { bytes: new Uint8Array(request.toSchema().toBER()), nonce: hexOf(number) };
}

export type TimestampAnswer =
  | { readonly token: Uint8Array }
  /** PKIStatus (RFC 3161 §2.4.2): 2 rejection, 3 waiting, 4 and 5 revocation. */
  | { readonly refused: number };

/** Reads a TimeStampResp. The token is as it was encoded, unverified. Throws `Malformed`. */
export function readTimestampAnswer(bytes: Uint8Array): TimestampAnswer {
  checkDer(bytes);
  try {
    const [status, token] = children(fromBER(bytes.slice()).result);
    const info = new PKIStatusInfo({ schema: status });
    if (info.status !== 0 && info.status !== 1) return { refused: Number(info.status) };
    if (!token) throw new Malformed('The answer grants a timestamp and holds none');
    return { token: token.valueBeforeDecodeView.slice() };
  } catch (error) {
    if (error instanceof Malformed) throw error;
    throw new Malformed('The answer is none of a timestamp authority', { cause: error });
  }
}
