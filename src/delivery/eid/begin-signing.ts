import { fixAcknowledgement } from '../acknowledgements/fix-acknowledgement.ts';
import type { Signing } from '../acknowledgements/find-signing.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import type { Language } from '../../message/languages.ts';
import { EidFailure, type RecipientEid } from './eid-provider.ts';
import { type Begun, beginErrand, spendErrand } from './errand.ts';
import { identityOf } from './identities.ts';

/**
 * Fixes what the recipient is about to sign and leads them to the eID by which they sign it: the ID token that comes back says
 * its digest as the nonce. Refuses as `fixAcknowledgement`; throws `EidFailure`: member, unknown (without an identity to compare
 * with, anybody's eID would do), often, away.
 */
export async function beginSigningByEid(
  ctx: Context,
  { provider }: RecipientEid,
  signing: Signing,
  { token, language, client }: { token: string; language: Language; client: Client },
): Promise<Begun> {
  const { delivery, session, member } = signing;
  if (member) throw new EidFailure('member');
  if (!(await identityOf(ctx, delivery))) throw new EidFailure('unknown');
  await spendErrand(ctx, delivery, client.ip);
  const { digest } = await fixAcknowledgement(ctx, signing, { method: 'eid', language });
  return beginErrand(ctx, provider, { token, delivery, session, digest, language });
}
