import { encodeBase64 } from '../log/base64.ts';
import { formatTlogProof } from '../log/tlog-proof.ts';
import { etsiEvidence } from './etsi-evidence.ts';
import { type Bundle, bundleFormat, type Evidence, type StampedTree } from './format.ts';
import type { Gathered } from './gather-evidence.ts';

/** The bundle as JSON, piece by piece: an event is written when it is its turn. */
export function* writeBundle(
  { about, deliveries, events, log, timestamps, acknowledgements }: Gathered,
  issuer: Bundle['issuer'],
  made: Date,
): Generator<string> {
  const { origin, keys, checkpoint } = log;
  const head = { format: bundleFormat, made: made.toISOString(), issuer, about, deliveries };
  yield `${JSON.stringify(head).slice(0, -1)},"evidence":[`;
  const shaped = etsiEvidence(issuer, events);
  for (const [position, { event, entry, index, proof, opening }] of events.entries()) {
    const evidence: Evidence = {
      ...shaped[position]!,
      TransactionLogInformation: { Proof: formatTlogProof({ index, hashes: proof, checkpoint }) },
      segl: { type: event.type, index, entry, opening },
    };
    yield `${position === 0 ? '' : ','}\n${JSON.stringify(evidence)}`;
  }
  const stamped = timestamps.map((stamp): StampedTree => ({
    size: stamp.size,
    checkpoint: stamp.checkpoint,
    token: encodeBase64(stamp.token),
    consistency: stamp.consistency.map(encodeBase64),
  }));
  const tail: Pick<Bundle, 'log' | 'timestamps' | 'acknowledgements'> = {
    log: { origin, keys, checkpoint },
    timestamps: stamped,
    ...(acknowledgements.length > 0 ? { acknowledgements } : {}),
  };
  yield `\n],${JSON.stringify(tail).slice(1)}`;
}
