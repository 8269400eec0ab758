import type * as Oidc from 'openid-client';
import type { Identity, IdentityProvider, IdentityRequest } from '../../desk/account/identity-provider.ts';
import { identityRefusal } from '../../desk/account/identity-problems.ts';
import { fitsAccessToken } from './at-hash.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { refusalOf } from './failures.ts';
import { readUserInfo } from './userinfo.ts';
import { vouchesForSecondFactor } from './second-factor.ts';

/** How Segl is registered with a provider. */
export interface Registration {
  readonly issuer: URL;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret: string | undefined;
  /** Space-separated. */
  readonly scope: string;
  readonly acrValues: readonly string[];
}

/** Seconds between two clocks. */
const tolerance = 60;
/** Milliseconds for which the provider's description of itself is kept. */
const rememberMs = 60 * 60 * 1000;

/**
 * An OpenID provider by `openid-client`, which is loaded with the first sign-in. `patience`: seconds for one request to
 * the provider, its answer included.
 */
export function openidProvider(registration: Registration, patience = 10): IdentityProvider {
  const { clientId, clientSecret, scope, acrValues } = registration;
  let known: { server: Promise<Oidc.ServerMetadata>; until: number } | undefined;

  function described(oidc: typeof Oidc): Promise<Oidc.ServerMetadata> {
    if (known && known.until > performance.now()) return known.server;
    const server = discover(oidc, registration, patience);
    const asked = { server, until: performance.now() + rememberMs };
    known = asked;
    server.catch(() => {
      if (known === asked) known = undefined;
    });
    return server;
  }

  /** One for each use: the provider's keys are fetched with it, so a key that it changed is never missed. */
  async function configure(oidc: typeof Oidc): Promise<Oidc.Configuration> {
    const server = await described(oidc);
    const auth = authentication(oidc, server, clientSecret);
    const config = new oidc.Configuration(
      server,
      clientId,
      { [oidc.clockTolerance]: tolerance, ...(clientSecret ? { client_secret: clientSecret } : {}) },
      auth,
    );
    config.timeout = patience;
    config[oidc.customFetch] = boundedFetch;
    oidc.enableNonRepudiationChecks(config);
    if (registration.issuer.protocol === 'http:') oidc.allowInsecureRequests(config);
    return config;
  }

  async function using<Result>(
    work: (oidc: typeof Oidc, config: Oidc.Configuration) => Promise<Result>,
  ): Promise<Result> {
    const oidc = await import('openid-client');
    try {
      return await work(oidc, await configure(oidc));
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async function identityOf(
    oidc: typeof Oidc,
    config: Oidc.Configuration,
    tokens: Oidc.TokenEndpointResponse & Oidc.TokenEndpointResponseHelpers,
    { subject, needs }: { subject: string; needs: readonly string[] },
  ): Promise<Identity> {
    const token = tokens.claims() ?? {};
    verifyToken(tokens, token);
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
    begin: (request) =>
      using(async (oidc, config) =>
        oidc.buildAuthorizationUrl(config, {
          redirect_uri: request.redirectUri,
          scope,
          state: request.state,
          nonce: request.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(request.verifier),
          code_challenge_method: 'S256',
          ...(acrValues.length > 0 ? { acr_values: acrValues.join(' ') } : {}),
          ...(request.again ? { prompt: 'login', max_age: '0' } : {}),
        }),
      ),
    finish: (request, answer, needs) =>
      using(async (oidc, config) => {
        const tokens = await oidc.authorizationCodeGrant(config, addressOf(request, answer), {
          expectedState: request.state,
          expectedNonce: request.nonce,
          pkceCodeVerifier: request.verifier,
          // The library allows for the tolerance.
          ...(request.again ? { maxAge: Math.max(0, now() - request.begunAt) } : {}),
        });
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
        if ((tokens.claims()?.sub ?? subject) !== subject) throw identityRefusal('failed', 'other_subject');
        return identityOf(oidc, config, tokens, { subject, needs });
      }),
    check: () => using(async () => undefined),
  };
}

const now = (): number => Math.floor(Date.now() / 1000);

function addressOf({ redirectUri }: IdentityRequest, answer: URLSearchParams): URL {
  const url = new URL(redirectUri);
  url.search = answer.toString();
  return url;
}

async function discover(
  oidc: typeof Oidc,
  { issuer, clientId }: Registration,
  timeout: number,
): Promise<Oidc.ServerMetadata> {
  const found = await oidc
    .discovery(issuer, clientId, undefined, oidc.None(), {
      timeout,
      [oidc.customFetch]: boundedFetch,
      ...(issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
    })
    .catch((error: unknown) => {
      throw identityRefusal('away', `discovery ${refusalOf(error).facts.because}`);
    });
  const server = found.serverMetadata();
  // The library lets some well-known hosts be many issuers in one; here one organisation signs its own people in.
  if (new URL(server.issuer).href !== issuer.href) throw identityRefusal('away', 'other_issuer');
  return server;
}

/** What the provider takes; unsaid, it is the Basic scheme (OpenID Connect Discovery §3). */
function authentication(
  oidc: typeof Oidc,
  { token_endpoint_auth_methods_supported: taken = ['client_secret_basic'] }: Oidc.ServerMetadata,
  secret: string | undefined,
): Oidc.ClientAuth {
  if (!secret) return oidc.None();
  return taken.includes('client_secret_basic')
    ? oidc.ClientSecretBasic(secret)
    : oidc.ClientSecretPost(secret);
}

/** What the library leaves to its caller: OpenID Connect Core §3.1.3.7 point 10, and §3.1.3.8. */
function verifyToken(
  { id_token, access_token }: Oidc.TokenEndpointResponse,
  { iat, at_hash }: Partial<Oidc.IDToken>,
): void {
  if (iat !== undefined && iat > now() + tolerance) throw identityRefusal('clock', 'issued_in_the_future');
  if (id_token && !fitsAccessToken(id_token, at_hash, access_token)) {
    throw identityRefusal('failed', 'at_hash');
  }
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
