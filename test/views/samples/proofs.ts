import type { ProofsPages, ReceiptPage } from '../../../views/models/proofs.ts';
import { later, type SamplesOf } from './common.ts';

export function proofsSamples(word: string): SamplesOf<ProofsPages> {
  const page: ReceiptPage = {
    base: '/m/token',
    unit: word,
    reference: 'KTRWH-MXCPB',
    expiresAt: later,
    stands: true,
    signed: false,
    error: null,
  };
  return {
    receipt: {
      first: page,
      ended: { ...page, stands: false, signed: true },
      waiting: { ...page, error: 'waiting' },
      'too-many': { ...page, error: 'too_many' },
    },
  };
}
