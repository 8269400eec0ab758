import { createHash } from 'node:crypto';
import type { GatheredEvent } from '../../evidence/bundle/gather-evidence.ts';
import type { Acknowledgement, Moment, SignedAcknowledgement } from '../../message/acknowledgements.ts';
import { type MethodReport, noTrust } from '../../message/verification.ts';

/** What a recipient signed, for people. Times are ISO 8601 UTC. */
export interface ProvenSigning {
  readonly statement: string;
  readonly at: string;
  readonly moment: Moment;
  readonly method: MethodReport;
  /** SHA-256 of the organisation's certificate then, in lower-case hex. */
  readonly certificate: string;
  /** An authority's time over the signature; null: none has stamped it. */
  readonly stampedAt: string | null;
}

/** Says what was verified when it was signed: nothing is checked again here. `events`: its event of signing is among them. */
export async function summarizeSigning(
  signed: SignedAcknowledgement,
  events: readonly GatheredEvent[],
): Promise<ProvenSigning> {
  const own = events.map(({ event }) => event).filter(({ delivery }) => delivery === signed.delivery);
  const jws = JSON.parse(signed.jws) as { payload: string; protected: string };
  const { statement, moment } = read(jws.payload) as Acknowledgement;
  const { iat, x5c } = read(jws.protected) as { iat: number; x5c: [string] };
  return {
    statement: statement.text,
    at: own.find(({ type }) => type === 'delivery.acknowledged')!.at,
    moment,
    method: methodOf(signed.proof, own),
    certificate: createHash('sha256').update(Buffer.from(x5c[0], 'base64')).digest('hex'),
    stampedAt: signed.token === undefined ? null : await stampedAt(signed, iat),
  };
}

const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

async function stampedAt(signed: SignedAcknowledgement, signedAt: number): Promise<string | null> {
  // With it comes an ASN.1 library, which nobody needs before.
  const { checkSignatureToken } =
    await import('../../evidence/verification/acknowledgements/check-signature-token.ts');
  return (await checkSignatureToken(signed, signedAt, noTrust))?.time ?? null;
}

function methodOf(
  proof: SignedAcknowledgement['proof'],
  events: readonly GatheredEvent['event'][],
): MethodReport {
  switch (proof.method) {
    case 'code': {
      const via = events.find(({ details }) => details.code === proof.code)?.details.via;
      return { method: 'code', via: via === 'sms' || via === 'call' ? via : null };
    }
    case 'passkey':
      return { method: 'passkey', site: proof.rpId, addedAt: proof.addedAt, logged: false };
    case 'eid': {
      const { sub, name } = read(proof.idToken.split('.')[1]!) as { sub: string; name?: unknown };
      const { issuer } = proof;
      return {
        method: 'eid',
        issuer,
        subject: sub,
        name: typeof name === 'string' ? name : null,
        standing: 'own',
      };
    }
  }
}
