/** A provider that answers rightly, but for the lies that a test has it tell. */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

type Json = Record<string, unknown>;

export interface Lies {
  /** Put over the claims of the ID token; `undefined` takes one away. */
  claims?: Json;
  /** Put over its header. */
  header?: Json;
  /** What stands in place of the signature, in base64url. */
  signature?: string;
  /** Signs the token, in place of the key that is published. */
  key?: KeyObject;
  /** Put over the query with which the browser comes back; `undefined` takes a parameter away. */
  answer?: Record<string, string | undefined>;
  /** Put over the answer of the token endpoint. */
  tokens?: Json;
  /** Put over what userinfo says. */
  userinfo?: Json;
  /** Put over what the provider says of itself. */
  metadata?: Json;
  /** Answers in its place at these paths: `/token`, `/userinfo`, `/jwks`, `/.well-known/openid-configuration`. */
  paths?: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;
}

export interface LyingProvider {
  readonly issuer: string;
  readonly setting: (options?: string) => string;
  /** Claims of whoever signs in, `sub` among them; those named in `onlyInUserinfo` are not in the ID token. */
  claims: Json;
  onlyInUserinfo: readonly string[];
  lies: Lies;
  /** What came to the token endpoint. */
  readonly redeemed: URLSearchParams[];
  /** The address the browser is sent back to, from the one that the portal led to. */
  back(address: string): URL;
  close(): Promise<void>;
}

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const strangersKey = newKey();

export async function startLiar(): Promise<LyingProvider> {
  const key = newKey();
  const codes = new Map<string, URLSearchParams>();
  const redeemed: URLSearchParams[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as { port: number }).port}`;

  const self: LyingProvider = {
    issuer,
    setting: (options = '') => `${issuer.replace('//', '//segl@')}/${options}`,
    claims: {},
    onlyInUserinfo: [],
    lies: {},
    redeemed,
    back(address) {
      const asked = new URL(address).searchParams;
      const code = randomBytes(8).toString('hex');
      codes.set(code, asked);
      const url = new URL(asked.get('redirect_uri')!);
      const said = { code, state: asked.get('state')!, iss: issuer, ...self.lies.answer };
      for (const [name, value] of Object.entries(said)) {
        if (value !== undefined) url.searchParams.set(name, value);
      }
      return url;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, issuer);
    const instead = self.lies.paths?.[pathname];
    if (instead) return instead(request, response);
    const body = await bodyOf(pathname, request);
    response.writeHead(body ? (body.error ? 400 : 200) : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  }

  async function bodyOf(path: string, request: IncomingMessage): Promise<Json | undefined> {
    switch (path) {
      case '/.well-known/openid-configuration':
        return {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          authorization_response_iss_parameter_supported: true,
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          ...self.lies.metadata,
        };
      case '/jwks': {
        const { n, e } = key.export({ format: 'jwk' });
        return { keys: [{ kty: 'RSA', n, e, kid: 'one', use: 'sig', alg: 'RS256' }] };
      }
      case '/userinfo':
        return { ...self.claims, ...self.lies.userinfo };
      case '/token':
        return redeem(new URLSearchParams(await text(request)));
      default:
        return undefined;
    }
  }

  function redeem(form: URLSearchParams): Json {
    redeemed.push(form);
    if (form.get('grant_type') === 'refresh_token') return tokens({});
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (!asked || !fits(asked.get('code_challenge'), form.get('code_verifier'))) {
      return { error: 'invalid_grant' };
    }
    const again = asked.has('max_age') ? { auth_time: seconds() } : {};
    return tokens({ nonce: asked.get('nonce'), ...again });
  }

  function tokens(more: Json): Json {
    const access_token = randomBytes(16).toString('hex');
    const inToken = Object.entries(self.claims).filter(([name]) => !self.onlyInUserinfo.includes(name));
    const claims = {
      iss: issuer,
      aud: 'segl',
      iat: seconds(),
      exp: seconds() + 300,
      at_hash: createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url'),
      ...Object.fromEntries(inToken),
      ...more,
      ...self.lies.claims,
    };
    return {
      access_token,
      token_type: 'Bearer',
      expires_in: 300,
      id_token: signed(claims),
      ...self.lies.tokens,
    };
  }

  function signed(claims: Json): string {
    const header = { alg: 'RS256', kid: 'one', ...self.lies.header };
    const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const signature =
      self.lies.signature ??
      createSign('sha256')
        .update(content.join('.'))
        .sign(self.lies.key ?? key, 'base64url');
    return [...content, signature].join('.');
  }
  return self;
}

export const seconds = (): number => Math.floor(Date.now() / 1000);

const fits = (challenge: string | null, verifier: string | null): boolean =>
  verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge;
