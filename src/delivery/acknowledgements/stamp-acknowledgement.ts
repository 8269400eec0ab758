import { NoTimestamp, type TimestampAuthority } from '../../evidence/timestamps/ports.ts';
import type { Context } from '../context.ts';
import type { Handler } from '../job-types.ts';
import { openAcknowledgement } from './open-acknowledgement.ts';

/**
 * Has the authority stamp the base64url text of the organisation's signature, as JAdES stamps signatures (ETSI TS 119 182-1
 * §5.3.4). Nothing waits for it.
 */
export const stampAcknowledgement =
  (ctx: Context, authority: TimestampAuthority): Handler =>
  async ({ payload }, finish) => {
    const id = payload.acknowledgement as string;
    const { rows } = await ctx.db.query<{ jwe: string; sealed: Buffer }>(
      'select jwe, sealed from acknowledgements where id = $1 and token is null',
      [id],
    );
    // It was erased, or has one.
    if (!rows[0]) return undefined;
    const { jws } = await openAcknowledgement(ctx, { id, ...rows[0] });
    const { signature } = JSON.parse(jws) as { signature: string };
    try {
      // With it comes an ASN.1 library, which nobody needs before.
      const { obtainTimestamp } = await import('../../evidence/timestamps/obtain-timestamp.ts');
      const { token } = await obtainTimestamp(authority, new TextEncoder().encode(signature));
      await ctx.db.transaction(async (tx) => {
        await tx.query('update acknowledgements set token = $2 where id = $1', [id, token]);
        await finish(tx);
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof NoTimestamp)) throw error;
      return { because: `no timestamp: ${error.because}` };
    }
  };
