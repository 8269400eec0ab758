import type * as Oidc from 'openid-client';
import { identityRefusal } from '../../desk/account/identity-problems.ts';
import { fitsAccessToken } from './at-hash.ts';
import { type CodeRequest, tolerance } from './client.ts';

export type Tokens = Oidc.TokenEndpointResponse & Oidc.TokenEndpointResponseHelpers;

/**
 * The tokens for the code with which the browser came back, its ID token verified: issuer, audience, nonce, signature and
 * times, and with `again` that whoever comes back has proved since then who they are.
 */
export async function redeemCode(
  oidc: typeof Oidc,
  config: Oidc.Configuration,
  request: CodeRequest,
  answer: URLSearchParams,
): Promise<Tokens> {
  const tokens = await oidc.authorizationCodeGrant(config, addressOf(request, answer), {
    expectedState: request.state,
    expectedNonce: request.nonce,
    pkceCodeVerifier: request.verifier,
    // The library allows for the tolerance.
    ...(request.again ? { maxAge: Math.max(0, now() - request.begunAt) } : {}),
  });
  verifyToken(tokens, tokens.claims()!);
  return tokens;
}

/** What the library leaves to its caller: OpenID Connect Core §3.1.3.7 point 10, and §3.1.3.8. */
export function verifyToken(
  { id_token, access_token }: Oidc.TokenEndpointResponse,
  { iat, at_hash }: Partial<Oidc.IDToken>,
): void {
  if (iat !== undefined && iat > now() + tolerance) throw identityRefusal('clock', 'issued_in_the_future');
  if (id_token && !fitsAccessToken(id_token, at_hash, access_token)) {
    throw identityRefusal('failed', 'at_hash');
  }
}

const now = (): number => Math.floor(Date.now() / 1000);

function addressOf({ redirectUri }: CodeRequest, answer: URLSearchParams): URL {
  const url = new URL(redirectUri);
  url.search = answer.toString();
  return url;
}
