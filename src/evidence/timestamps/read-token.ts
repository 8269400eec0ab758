import { type BaseBlock, fromBER, type Integer, OctetString, type Sequence } from 'asn1js';
import { type Attribute, ContentInfo, SignedData, type SignerInfo, TSTInfo } from 'pkijs';
import { checkDer } from '../certificates/check-der.ts';
import { children, type ReadCertificate, readCertificate } from '../certificates/read-certificate.ts';
import { Malformed } from '../log/malformed.ts';

/** A TimeStampToken (RFC 3161 §2.4.2) taken apart. Nothing in it is verified. */
export interface ReadToken {
  readonly info: TSTInfo;
  /** The DER of `info`, which is what the signed attributes' digest is of. */
  readonly infoBytes: Uint8Array;
  readonly signer: SignerInfo;
  readonly signedAttributes: readonly Attribute[];
  /** As they are hashed: with the tag of a SET OF (RFC 5652 §5.4). */
  readonly signedBytes: Uint8Array;
  readonly certificates: readonly ReadCertificate[];
}

/** Bytes. Tokens with a whole chain have some thousand. */
export const largestToken = 64 * 1024;
const mostCertificates = 20;

const signedData = '1.2.840.113549.1.7.2';
const tstInfo = '1.2.840.113549.1.9.16.1.4';

/** Reads a token in DER. Throws `Malformed` where it is none, or not one that RFC 3161 allows. */
export function readToken(token: Uint8Array): ReadToken {
  if (token.length > largestToken) throw new Malformed('The timestamp is too large');
  checkDer(token);
  try {
    return takeApart(token);
  } catch (error) {
    if (error instanceof Malformed) throw error;
    throw new Malformed('The timestamp cannot be read', { cause: error });
  }
}

function takeApart(token: Uint8Array): ReadToken {
  const outer = new ContentInfo({ schema: fromBER(token.slice()).result });
  if (outer.contentType !== signedData) throw new Malformed('The timestamp is no signed data');
  const certificates = takeCertificates(outer.content as Sequence);
  const cms = new SignedData({ schema: outer.content });
  const { eContentType, eContent } = cms.encapContentInfo;
  if (eContentType !== tstInfo) throw new Malformed('What is signed is no timestamp');
  if (!(eContent instanceof OctetString) || eContent.idBlock.isConstructed)
    throw new Malformed('The timestamp is not encoded in one piece');
  // RFC 3161 §2.4.2: no signature but the authority's.
  if (cms.signerInfos.length !== 1) throw new Malformed('A timestamp has exactly one signature');
  const signer = cms.signerInfos[0]!;
  if (!signer.signedAttrs) throw new Malformed('The timestamp has no signed attributes');
  const infoBytes = eContent.valueBlock.valueHexView.slice();
  checkDer(infoBytes);
  const info = TSTInfo.fromBER(infoBytes.slice());
  if (info.version !== 1) throw new Malformed('The timestamp is of an unknown version');
  return {
    info,
    infoBytes,
    signer,
    signedAttributes: signer.signedAttrs.attributes,
    signedBytes: new Uint8Array(signer.signedAttrs.encodedValue),
    certificates,
  };
}

/**
 * Takes certificates and revocation lists out of signed data (RFC 5652 §5.1), so that they are read once, and as they were
 * encoded: ESSCertID hashes those bytes.
 */
function takeCertificates(content: Sequence): ReadCertificate[] {
  const parts = children(content);
  const isSet = ({ idBlock }: BaseBlock, tag: number) => idBlock.tagClass === 3 && idBlock.tagNumber === tag;
  const set = parts.find((part) => isSet(part, 0));
  const found = set ? children(set) : [];
  if (found.length > mostCertificates) throw new Malformed('The timestamp holds too many certificates');
  content.valueBlock.value = parts.filter((part) => !isSet(part, 0) && !isSet(part, 1));
  // RFC 5652 §10.2.2: other kinds than X.509 have tags of their own.
  return found
    .filter(({ idBlock }) => idBlock.tagClass === 1)
    .map((each) => readCertificate(each.valueBeforeDecodeView.slice()));
}

/** Digits of a number in hex, without zeros before it. */
export const hexOf = ({ valueBlock }: Integer): string =>
  Array.from(valueBlock.valueHexView, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(00)+(?=..)/, '');
