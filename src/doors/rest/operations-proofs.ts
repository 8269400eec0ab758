import { mayHaveProof, makeProof } from '../../desk/proofs/make-proof.ts';
import { textOf } from '../http/header-text.ts';
import { proofName } from '../http/proof-name.ts';
import { type Operation, operation } from './operation.ts';
import { pieces } from './pieces.ts';
import { streamed } from './schemas-evidence.ts';
import type { Streamed } from './send-streamed.ts';

const type = 'application/jose+json';

/** The evidence of one message, handed out. */
export const proofOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/messages/{id}/evidence',
    scope: 'messages:read',
    id: 'getEvidence',
    summary: 'The evidence bundle of one message',
    description:
      'Everything that proves what became of the message, signed by the organisation; docs/bundle.md describes it, and ' +
      '`segl verify` checks it. That it is handed out is itself evidence (`export.made`). Of a message that is not the ' +
      'system’s own (scope messages:all) the header Segl-Reason may say why, as for reading it. After not_logged_yet the ' +
      'same request succeeds in a moment, unless the log is closed.',
    streams: [type],
    answer: streamed,
    examples: { answer: null },
    problems: ['not_found', 'not_logged_yet', 'invalid', 'overloaded'],
    async run({ ctx, viewer, id }, { req }) {
      const headers = {
        'Content-Disposition': `attachment; filename="${proofName('evidence', id, 'json')}"`,
      };
      if (req.method === 'HEAD') {
        await mayHaveProof(ctx, viewer, id);
        return { value: { type, bytes: () => pieces([]) } satisfies Streamed, headers };
      }
      const proof = await makeProof(ctx, viewer, id, 'json', textOf(req.get('Segl-Reason')));
      return { value: { type, bytes: () => pieces(proof.bytes) } satisfies Streamed, headers };
    },
  }),
];
