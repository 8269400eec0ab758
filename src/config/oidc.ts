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

/** How Segl is registered with a broker of recipients' eIDs. */
export interface EidSettings extends OidcSettings {
  /** The claim that holds the identity number; absent: those of known brokers. */
  readonly claim: string | undefined;
  /** What people call this eID. */
  readonly name: string;
}

const wanted = 'must be https://client:secret@issuer/path, both percent-encoded';
/** RFC 6749 §3.3. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Issuers behind which anybody's directory signs people in, each giving roles as it likes. */
const anybodys = /^https:\/\/login\.microsoftonline\.(?:com|us)\/(?:common|organizations|consumers)(?:\/|$)/i;

const refuser = (name: string) => (why: string) => {
  throw new ConfigError(`SEGL_${name} ${why}.`);
};

/** Reads `SEGL_OIDC_STAFF`: `https://client:secret@issuer/path?scope=…&acr_values=…`. */
export function staffOidcOf(value: string | undefined): OidcSettings | undefined {
  if (value === undefined) return undefined;
  const refuse: (why: string) => never = refuser('OIDC_STAFF');
  const { asked, ...settings } = read(value, ['scope', 'acr_values'], 'openid profile email', refuse);
  if (anybodys.test(settings.issuer.href)) {
    refuse('must name your own directory in place of common, organizations or consumers');
  }
  return Object.freeze(settings);
}

/** Of a name on a button. */
const longestName = 40;

/** Reads `SEGL_OIDC_EID`: the same, with `&claim=…&name=MitID`. */
export function eidOf(value: string | undefined): EidSettings | undefined {
  if (value === undefined) return undefined;
  const refuse: (why: string) => never = refuser('OIDC_EID');
  const { asked, ...settings } = read(value, ['scope', 'acr_values', 'claim', 'name'], 'openid', refuse);
  const [claim, name] = [asked.get('claim'), asked.get('name')].map((text) => text?.trim());
  if (claim === '')
    refuse('has an empty claim: leave it out, or name the one that holds the identity number');
  if (name !== undefined && (name === '' || name.length > longestName || /\p{Cc}/u.test(name))) {
    refuse(`must have a name of at most ${longestName} characters, as name=MitID`);
  }
  return Object.freeze({ ...settings, claim, name: name ?? 'eID' });
}

function read(
  value: string,
  options: readonly string[],
  usualScope: string,
  refuse: (why: string) => never,
): OidcSettings & { readonly asked: URLSearchParams } {
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
  const asked = url.searchParams;
  const names = [...asked.keys()];
  const odd = names.find((key, index) => !options.includes(key) || names.indexOf(key) !== index);
  if (odd !== undefined) {
    refuse(
      `takes ${options.slice(0, -1).join(', ')} and ${options.at(-1)} after the question mark, each once`,
    );
  }
  const scopes = words(asked.get('scope') ?? usualScope);
  if (!scopes.includes('openid') || !scopes.every((scope) => scopeToken.test(scope))) {
    refuse('must have openid among its scopes, as scope=openid%20profile%20email');
  }
  return {
    issuer,
    clientId,
    clientSecret: clientSecret || undefined,
    scope: scopes.join(' '),
    acrValues: words(asked.get('acr_values') ?? ''),
    asked,
  };
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
