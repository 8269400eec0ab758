import type * as Oidc from 'openid-client';
import type { Identity, IdentityProvider } from '../../desk/account/identity-provider.ts';
import { identityRefusal } from '../../desk/account/identity-problems.ts';
import { openidClient, type Registration } from './client.ts';
import { redeemCode, type Tokens, verifyToken } from './redeem-code.ts';
import { readUserInfo } from './userinfo.ts';
import { vouchesForSecondFactor } from './second-factor.ts';

/** The organisation's OpenID provider. `patience`: seconds for one request to it. */
export function openidProvider(registration: Registration, patience = 10): IdentityProvider {
  const { acrValues } = registration;
  const { using, address } = openidClient(registration, patience);

  async function identityOf(
    oidc: typeof Oidc,
    config: Oidc.Configuration,
    tokens: Tokens,
    { subject, needs }: { subject: string; needs: readonly string[] },
  ): Promise<Identity> {
    const token = tokens.claims() ?? {};
    const lacking = needs.filter((name) => !Object.hasOwn(token, name));
    const more = lacking.length > 0 ? await readUserInfo(oidc, config, tokens.access_token, subject) : {};
    const claims = { ...more, ...token };
    const isWhole = tokens.id_token !== undefined && more !== undefined;
    return {
      issuer: config.serverMetadata().issuer,
      subject,
      claims,
      complete: isWhole && !needs.some((name) => isElsewhere(claims, name)),
      secondFactor: vouchesForSecondFactor(token, acrValues),
      refreshToken: tokens.refresh_token,
    };
  }

  return {
    begin: (request) => address(request),
    finish: (request, answer, needs) =>
      using(async (oidc, config) => {
        const tokens = await redeemCode(oidc, config, request, answer);
        return identityOf(oidc, config, tokens, { subject: tokens.claims()!.sub, needs });
      }),
    again: (refreshToken, subject, needs) =>
      using(async (oidc, config) => {
        const tokens = await oidc.refreshTokenGrant(config, refreshToken).catch((error: unknown) => {
          if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return undefined;
          throw error;
        });
        if (!tokens) return 'ended';
        // Core §12.2: an ID token need not come, and is of the same subject.
        const claims: Partial<Oidc.IDToken> = tokens.claims() ?? {};
        if ((claims.sub ?? subject) !== subject) throw identityRefusal('failed', 'other_subject');
        verifyToken(tokens, claims);
        return identityOf(oidc, config, tokens, { subject, needs });
      }),
    check: () => using(async () => undefined),
  };
}

/** Too many groups for a token: the provider names a place to ask instead (OpenID Connect Core §5.6.2). */
function isElsewhere(claims: Readonly<Record<string, unknown>>, name: string): boolean {
  const { _claim_names: elsewhere } = claims;
  if (Object.hasOwn(claims, name)) return false;
  return (
    (typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, name)) ||
    (name === 'groups' && claims.hasgroups === true)
  );
}
