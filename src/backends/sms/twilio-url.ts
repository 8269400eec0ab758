export interface TwilioAccount {
  /** `AC…`, 34 characters. */
  readonly account: string;
  readonly token: string;
  /** The number that sends and calls, E.164. */
  readonly from: string;
  /** Origin, perhaps with a path, that answers instead of `https://api.twilio.com`. No trailing slash. */
  readonly base?: string;
}

const refuse = (why: string): never => {
  throw new RangeError(
    `The Twilio address ${why}. It looks like twilio://ACCOUNT:TOKEN@api.twilio.com?from=%2B4512345678.`,
  );
};

/** Reads `twilio://ACCOUNT:TOKEN@api.twilio.com?from=%2B45…&base=…`. Its errors never repeat the address: it holds the token. */
export function parseTwilioUrl(text: string): TwilioAccount {
  const url = URL.canParse(text) ? new URL(text) : refuse('cannot be read');
  if (url.protocol !== 'twilio:') refuse('does not begin with twilio:');
  if (url.host !== 'api.twilio.com')
    refuse('names a host other than api.twilio.com (another one goes into base=)');
  if (!['', '/'].includes(url.pathname) || url.hash) refuse('has a path');
  if (!/^AC[0-9a-fA-F]{32}$/.test(url.username)) refuse('has no account id (AC and 32 hexadecimal digits)');
  if (!url.password) refuse('has no token');
  for (const name of url.searchParams.keys()) {
    if (name !== 'from' && name !== 'base')
      refuse(`has a parameter ${JSON.stringify(name)} that is not known`);
  }
  const base = url.searchParams.get('base');
  return {
    account: url.username,
    token: decoded(url.password),
    // A plus sign that was not percent-encoded arrives as a space.
    from: number(url.searchParams.get('from')?.replace(/^ /, '+')),
    ...(base === null ? {} : { base: origin(base) }),
  };
}

const number = (from: string | undefined): string =>
  from && /^\+[1-9]\d{6,14}$/.test(from)
    ? from
    : refuse('has no telephone number in from= (with + and country code)');

function origin(base: string): string {
  const url = URL.canParse(base) ? new URL(base) : refuse('has a base= that cannot be read');
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    refuse('has a base= that is not https: (http: only on this machine, for it carries the token)');
  }
  if (url.username || url.search || url.hash) refuse('has a base= with more than an origin and a path');
  return url.href.replace(/\/$/, '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse('has a % in its token that is not followed by two hexadecimal digits');
  }
}
