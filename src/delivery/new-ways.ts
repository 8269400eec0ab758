import type { Queryable } from '../evidence/ports.ts';
import type { Actor } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { newAccessCode } from './access-codes/access-code.ts';
import { hashAccessCode, type HashedCode, storeAccessCodes } from './access-codes/store-access-codes.ts';
import type { Context } from './context.ts';
import { type SealedIdentity, sealIdentity, storeDeliveryIdentities } from './eid/identities.ts';
import { limits } from './limits.ts';
import type { Recipient } from './recipients.ts';

/** How recipients can open their new deliveries, beside a code to their phone. */
export interface NewWays {
  readonly codes: readonly MadeCode[];
  readonly identities: readonly (SealedIdentity & { readonly delivery: string })[];
}

interface MadeCode extends HashedCode {
  readonly code: string;
}

type Addressed = Pick<Recipient, 'status' | 'accessCode' | 'identity'> & { readonly id: string };

/** Makes codes and seals numbers for deliveries with these ids that are not refused. Refuses invalid: too many codes at once. */
export async function newWays(ctx: Context, recipients: readonly Addressed[]): Promise<NewWays> {
  const standing = recipients.filter(({ status }) => status !== 'refused');
  const wanted = standing.filter(({ accessCode }) => accessCode);
  if (wanted.length > limits.accessCodes) {
    throw new Refusal(
      'invalid',
      `A message takes at most ${limits.accessCodes} access codes; this one asks for ${wanted.length}. Send it in parts.`,
      { field: 'to' },
    );
  }
  const [codes, identities] = await Promise.all([
    Promise.all(
      wanted.map(async ({ id: delivery }) => {
        const code = newAccessCode();
        return { delivery, code, hash: await hashAccessCode(code) };
      }),
    ),
    Promise.all(
      standing.flatMap(({ id: delivery, identity }) =>
        identity ? [sealIdentity(ctx, delivery, identity).then((sealed) => ({ delivery, ...sealed }))] : [],
      ),
    ),
  ]);
  return { codes, identities };
}

export const hasWays = ({ codes, identities }: NewWays): boolean => codes.length + identities.length > 0;

/** Keeps them, in the transaction that makes the deliveries. */
export async function storeWays(tx: Queryable, actor: Actor, { codes, identities }: NewWays): Promise<void> {
  await storeDeliveryIdentities(tx, identities);
  await storeAccessCodes(tx, actor, codes);
}

/** The deliveries as they are answered, each with its code: it is told this once. */
export function withCodes<Answered extends { readonly id: string }>(
  deliveries: readonly Answered[],
  { codes }: NewWays,
): readonly (Answered & { readonly accessCode?: string })[] {
  if (codes.length === 0) return deliveries;
  const codeOf = new Map(codes.map(({ delivery, code }) => [delivery, code]));
  return deliveries.map((delivery) => {
    const accessCode = codeOf.get(delivery.id);
    return accessCode ? { ...delivery, accessCode } : delivery;
  });
}
