import type * as Oidc from 'openid-client';
import { identityRefusal } from '../../desk/account/identity-problems.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { refusalOf } from './failures.ts';

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

/** What one errand asks of a provider, and its answer must fit: a part of `IdentityRequest`, which explains it. */
export interface CodeRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly begunAt: number;
  readonly again: boolean;
}

/** Seconds between two clocks. */
export const tolerance = 60;
/** Milliseconds for which the provider's description of itself is kept. */
const rememberMs = 60 * 60 * 1000;

export interface Client {
  /** Does some work with the library. Whatever it throws becomes a refusal of `identity-problems.ts`. */
  using<Result>(work: (oidc: typeof Oidc, config: Oidc.Configuration) => Promise<Result>): Promise<Result>;
  /** The address to go to (RFC 6749 §4.1.1, RFC 7636 §4.3). `more`: other parameters of it. */
  address(request: CodeRequest, more?: Readonly<Record<string, string>>): Promise<URL>;
}

/**
 * An OpenID provider by `openid-client`, which is loaded with the first use. `patience`: seconds for one request to the
 * provider, its answer included.
 */
export function openidClient(registration: Registration, patience: number): Client {
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

  return {
    using,
    address: (request, more = {}) =>
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
          ...more,
        }),
      ),
  };
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
