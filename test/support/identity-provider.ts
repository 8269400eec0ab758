/** The certified provider on this machine, with people of the test's own and a page of its own for signing in. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider, { type Configuration } from 'oidc-provider';

export interface ProviderAccount {
  /** What the provider says of them, `sub` apart. */
  claims: Record<string, unknown>;
  /** How they sign in there. */
  amr?: string[];
}

export interface TestProvider {
  readonly issuer: string;
  /** By their subject, which is also what they type to sign in. May be changed at any time. */
  readonly accounts: Map<string, ProviderAccount>;
  /** For SEGL_OIDC_STAFF and SEGL_OIDC_EID, with these options. */
  setting(options?: string): string;
  /** Lets the portal at this public address be a client. */
  register(portal: string): void;
  /** From here on other keys sign. */
  rotateKeys(): void;
  /** Ends whatever was granted to somebody, as when their account is closed. */
  revoke(subject: string): Promise<void>;
  close(): Promise<void>;
}

const client = { id: 'segl', secret: 'a secret/with: signs' };

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(4).toString('hex'), use: 'sig' };
}

export async function startProvider(accounts: Map<string, ProviderAccount>): Promise<TestProvider> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const issuer = `http://localhost:${port}/adfs`;
  const cookies = { keys: [randomBytes(16).toString('hex')] };
  const grants = new Map<string, Set<string>>();

  let portal = 'http://localhost';
  const configuration = (): Configuration => ({
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${portal}/desk/identity/callback`, `${portal}/eid/return`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    cookies,
    jwks: { keys: [newKey()] },
    claims: {
      openid: ['sub', 'amr', 'acr'],
      email: ['email', 'email_verified'],
      profile: ['name', 'roles', 'groups', 'department'],
      // What brokers of eIDs give the number under.
      ssn: [
        'cprNumberIdentifier',
        'dk.cpr',
        'ssn',
        'https://frejaeid.com/oidc/claims/personalIdentityNumber',
      ],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/adfs/interaction/${uid}` },
    findAccount: (_ctx, subject) => {
      const account = accounts.get(subject);
      return account && { accountId: subject, claims: () => ({ sub: subject, ...account.claims }) };
    },
    loadExistingGrant: async (ctx) => {
      const { session, client: asking, provider } = ctx.oidc;
      if (!session?.accountId || !asking) return undefined;
      const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email ssn offline_access');
      const id = await grant.save();
      grants.set(session.accountId, (grants.get(session.accountId) ?? new Set()).add(id));
      return grant;
    },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, IdToken: 300, AccessToken: 300, RefreshToken: 3600 },
  });

  let provider = new Provider(issuer, configuration());
  answer = (request, response) => {
    // Mounted below a path, as the issuer says.
    const path = request.url ?? '/';
    if (path.startsWith('/adfs/interaction/')) return void interact(provider, accounts, request, response);
    Object.assign(request, { originalUrl: path, baseUrl: '/adfs' });
    request.url = path.replace(/^\/adfs/, '') || '/';
    void provider.callback()(request, response);
  };
  return {
    issuer,
    accounts,
    setting: (options = '') =>
      `http://${client.id}:${encodeURIComponent(client.secret)}@localhost:${port}/adfs${options}`,
    register(url) {
      portal = url;
      provider = new Provider(issuer, configuration());
    },
    rotateKeys() {
      provider = new Provider(issuer, configuration());
    },
    async revoke(subject) {
      for (const id of grants.get(subject) ?? []) await (await provider.Grant.find(id))?.destroy();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The page for signing in: whoever is named is believed. */
async function interact(
  provider: Provider,
  accounts: ReadonlyMap<string, ProviderAccount>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'POST') {
    const login = new URLSearchParams(await text(request)).get('login') ?? '';
    const { amr } = accounts.get(login) ?? {};
    const result = accounts.has(login)
      ? { login: { accountId: login, ...(amr ? { amr } : {}) } }
      : { error: 'access_denied', error_description: 'nobody of that name' };
    return provider.interactionFinished(request, response, result);
  }
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(`<!doctype html><html lang="en"><title>Contoso sign-in</title><h1>Contoso</h1>
    <form method="post"><label>Account <input name="login"></label><button>Next</button></form></html>`);
}

/**
 * Signs somebody in at the provider as a browser would, from the address that the portal led to; gives the address that
 * the provider sends the browser back to.
 */
export async function throughProvider(address: string, login: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = new URL(address);
  for (let steps = 0; steps < 10; steps += 1) {
    const isPage = url.pathname.includes('/interaction/');
    const answer = await fetch(url, {
      method: isPage ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(isPage ? { body: new URLSearchParams({ login }) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/)!;
      jar.set(name!, value!);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`);
    url = new URL(location, url);
    if (['/desk/identity/callback', '/eid/return'].includes(url.pathname)) return url;
  }
  throw new Error('The provider leads in a circle');
}
