import { ConfigError } from './config-error.ts';
import { isLoopbackHost } from './hosts.ts';

/** How Segl is registered with an OpenID provider. The secret is in it: it is never logged. */
export interface OidcSettings {
  /** The issuer: discovery is asked below it (OpenID Connect Discovery §4). Without credentials and query. */
  readonly issuer: URL;
  readonly clientId: string;
  /** Absent: a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  /** Space-separated (RFC 6749 §3.3); `openid` is among them. */
  readonly scope: string;
  /** Asked for, and each a proof of a second factor where the provider gives it as `acr`. */
  readonly acrValues: readonly string[];
}

const wanted = 'must be https://client:secret@issuer/path, both percent-encoded';
const options = ['scope', 'acr_values'];
/** RFC 6749 §3.3. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Issuers behind which anybody's directory signs people in, each giving roles as it likes. */
const anybodys = /^https:\/\/login\.microsoftonline\.(?:com|us)\/(?:common|organizations|consumers)(?:\/|$)/i;

/** Reads `SEGL_<name>`: `https://client:secret@issuer/path?scope=…&acr_values=…`. */
export function oidcOf(name: string, value: string | undefined): OidcSettings | undefined {
  if (value === undefined) return undefined;
  const refuse = (why: string): never => {
    throw new ConfigError(`SEGL_${name} ${why}.`);
  };
  const url = URL.canParse(value) ? new URL(value) : refuse(wanted);
  if (!/^https?:$/.test(url.protocol) || url.hash) refuse(wanted);
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    refuse('must begin with https:// unless its host is this machine (localhost)');
  }
  const [clientId, clientSecret] = [url.username, url.password].map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return refuse(`${wanted}: a % stands alone in it`);
    }
  }) as [string, string];
  if (!clientId) refuse(`${wanted}: the client is missing`);
  if (/[\0-\x1f\x7f]/.test(clientId + clientSecret)) refuse('holds a control character');
  const issuer = new URL(url.origin + url.pathname);
  if (issuer.pathname.includes('/.well-known/')) refuse('must be the issuer, without /.well-known/ and on');
  if (anybodys.test(issuer.href)) {
    refuse('must name your own directory in place of common, organizations or consumers');
  }
  const asked = [...url.searchParams.keys()];
  const odd = asked.find((key, index) => !options.includes(key) || asked.indexOf(key) !== index);
  if (odd !== undefined) refuse('takes scope and acr_values after the question mark, each once');
  const scopes = words(url.searchParams.get('scope') ?? 'openid profile email');
  if (!scopes.includes('openid') || !scopes.every((scope) => scopeToken.test(scope))) {
    refuse('must have openid among its scopes, as scope=openid%20profile%20email');
  }
  return Object.freeze({
    issuer,
    clientId,
    clientSecret: clientSecret || undefined,
    scope: scopes.join(' '),
    acrValues: words(url.searchParams.get('acr_values') ?? ''),
  });
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
