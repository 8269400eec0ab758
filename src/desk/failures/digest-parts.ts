import { silentForDigest } from '../../delivery/silence/silent-for-digest.ts';
import { readReconciliations } from '../reconciliation/read-reconciliations.ts';
import type { DigestParts } from './read-digest.ts';

/** Lines of a mail. */
const named = 50;

/** What the watch over silent addresses and the daily count add to the daily mail. */
export const digestParts: DigestParts = {
  async silent(ctx) {
    const lines = await silentForDigest(ctx);
    return lines.slice(0, named).map(({ domain, messages, resembles }) => ({ domain, messages, resembles }));
  },
  async sums(ctx) {
    const { newest } = await readReconciliations(ctx);
    return newest && { at: newest.madeAt, differences: newest.differences };
  },
};
