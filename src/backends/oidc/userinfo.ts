import type * as Oidc from 'openid-client';
import { refusalOf } from './failures.ts';

/**
 * What userinfo says of the subject of a token (OpenID Connect Core §5.3); nothing where the provider has none.
 * `undefined`: it does not take this token, as where the token is for another service. Refuses identity_provider_away,
 * and sign_in_failed where it speaks of somebody else.
 */
export async function readUserInfo(
  oidc: typeof Oidc,
  config: Oidc.Configuration,
  accessToken: string,
  subject: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!config.serverMetadata().userinfo_endpoint) return {};
  try {
    return await oidc.fetchUserInfo(config, accessToken, subject);
  } catch (error) {
    if (error instanceof oidc.WWWAuthenticateChallengeError) return undefined;
    throw refusalOf(error);
  }
}
