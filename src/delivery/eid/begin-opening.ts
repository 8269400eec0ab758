import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { endingOf, type LinkedDelivery } from '../find-delivery.ts';
import { Refusal } from '../../message/refusals.ts';
import { EidFailure, type RecipientEid } from './eid-provider.ts';
import { type Begun, beginErrand, spendErrand } from './errand.ts';
import { identityOf } from './identities.ts';

/** Leads the recipient to the eID by which they open a delivery. Refuses gone; throws `EidFailure`: unknown, often, away. */
export async function beginOpeningByEid(
  ctx: Context,
  { provider }: RecipientEid,
  delivery: LinkedDelivery,
  { token, language, client }: { token: string; language: string; client: Client },
): Promise<Begun> {
  if (endingOf(delivery)) throw new Refusal('gone');
  if (!(await identityOf(ctx, delivery.id))) throw new EidFailure('unknown');
  await spendErrand(ctx, delivery.id, client.ip);
  return beginErrand(ctx, provider, { token, delivery: delivery.id, session: null, language });
}
