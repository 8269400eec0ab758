import type { Acknowledgement, AcknowledgementProof } from '../../../message/acknowledgements.ts';
import type { MethodReport } from '../../../message/verification.ts';
import type { LoggedEvent } from '../../bundle/logged-event.ts';
import { checkCode } from './check-code.ts';
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
  { deliveries, trust }: Surroundings,
): Promise<MethodReport> {
  const own = (event?.delivery !== undefined && deliveries.get(event.delivery)) || [];
  const events = own.map((each) => each.event!);
  switch (proof.method) {
    case 'code':
      if (!event) throw new Wrong('code_unsent');
      return checkCode(proof.code, event, events);
    case 'passkey':
      await checkPasskey(proof, digest);
      return tracePasskey(
        proof,
        events.filter(({ seq }) => seq! < event!.seq!),
      );
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
