import type { Acknowledgement, AcknowledgementProof } from '../../../message/acknowledgements.ts';
import type { MethodReport } from '../../../message/verification.ts';
import type { LoggedEvent } from '../../bundle/logged-event.ts';
import { checkIdToken } from './check-id-token.ts';
import { checkPasskey, tracePasskey } from './check-passkey.ts';
import type { Surroundings } from './surroundings.ts';
import { Wrong } from './wrong.ts';

/** Whether the method's own signature is over exactly what was signed, and what it then shows. Throws `Wrong`. */
export async function checkMethod(
  proof: AcknowledgementProof,
  digest: Uint8Array,
  { time }: Acknowledgement,
  event: LoggedEvent | undefined,
  { checked, trust }: Surroundings,
): Promise<MethodReport> {
  const before = checked.flatMap(({ event: each }) =>
    each && event && each.delivery === event.delivery && each.seq! < event.seq! ? [each] : [],
  );
  switch (proof.method) {
    case 'code':
      return checkCode(proof.code, event, before);
    case 'passkey':
      await checkPasskey(proof, digest);
      return tracePasskey(proof, before);
    case 'eid': {
      const from = Date.parse(time);
      const at = { from, to: event ? Date.parse(event.at) : from };
      const { subject, name, confirmed } = await checkIdToken(proof, digest, at, trust.eidKeys);
      return {
        method: 'eid',
        issuer: proof.issuer,
        subject,
        name,
        standing: confirmed ? 'confirmed' : 'own',
      };
    }
  }
}

/** No signature of the person exists: the events say that this code was sent, for signing, and given. */
function checkCode(
  code: string,
  event: LoggedEvent | undefined,
  before: readonly LoggedEvent[],
): MethodReport {
  const sent = before.find(({ type, details }) => type === 'delivery.code_sent' && details.code === code);
  if (sent?.details.for !== 'acknowledgement' || event?.details.code !== code) throw new Wrong('code_unsent');
  const { via } = sent.details;
  return { method: 'code', via: via === 'sms' || via === 'call' ? via : null };
}
