import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** What the operator decided, read once from the environment. Secrets are in it: it is never logged. */
export interface Config {
  /** Public address without a trailing slash. */
  readonly url: URL;
  readonly isLoopback: boolean;
  readonly http: { readonly host: string; readonly port: number };
  /** As Express's `trust proxy` takes it; absent: nobody's forwarded headers count. */
  readonly trustProxy: string | number | undefined;
  readonly maxMegabytes: number;
  /** Absolute path. */
  readonly data: string;
  readonly database: 'embedded' | { readonly url: string; readonly ownerUrl: string | undefined };
  readonly blobs: 'disk' | S3Location;
  readonly keysFolder: string;
  readonly mail: 'outbox' | string;
  readonly mailFrom: string;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly key: string } | undefined;
  readonly sms: 'outbox' | string;
  readonly roles: ReadonlySet<Role>;
  readonly bootstrapToken: string | undefined;
  readonly token: string | undefined;
  readonly organisation: string;
  readonly complianceMail: string | undefined;
  readonly country: string;
  readonly timeZone: string;
  /** Names that are set although this version has nothing behind them yet. */
  readonly unused: readonly string[];
}

export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint: string | undefined;
}

export type Role = 'web' | 'smtp' | 'worker';

/** A setting that cannot be used: the sentence names it and says what would do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const used = [
  'URL',
  'HTTP',
  'TRUST_PROXY',
  'SMTP_MAX_MB',
  'DATA',
  'DATABASE',
  'DATABASE_OWNER',
  'BLOBS',
  'KEYS',
  'MAIL',
  'MAIL_FROM',
  'DKIM_DOMAIN',
  'DKIM_SELECTOR',
  'DKIM_KEY',
  'SMS',
  'ROLES',
  'BOOTSTRAP_TOKEN',
  'TOKEN',
  'ORGANISATION',
  'COMPLIANCE_MAIL',
  'COUNTRY',
  'TZ',
] as const;
/** Settings of the gateway, which this version does not run. */
const unusedYet = [
  'SMTP',
  'SMTP_TLS_CERT',
  'SMTP_TLS_KEY',
  'SMTP_TRUSTED',
  'BOUNCES',
  'RESTORE_DAYS',
  'TSA_EVERY',
];
/** Settings that promise a protection which this version cannot give: ignoring them would be a lie. */
const refusedYet = ['TSA', 'SIGN_CERT', 'OIDC_STAFF', 'OIDC_EID'];

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every `SEGL_*` name. Throws `ConfigError` for an unknown name or a bad value. */
export function readConfig(env: Environment = process.env): Config {
  const read = reader(env);
  const http = listenAddress(read('HTTP') ?? '127.0.0.1:3000');
  const url = publicUrl(read('URL') ?? `http://localhost:${http.port}`);
  const isLoopback = isLoopbackHost(url.hostname);
  const mail = read('MAIL');
  const sms = read('SMS');
  if (!isLoopback && (!mail || !sms)) {
    throw new ConfigError(
      `SEGL_${mail ? 'SMS' : 'MAIL'} is not set, and SEGL_URL is public: set where it goes, or "outbox" to keep it here.`,
    );
  }
  const data = resolve(read('DATA') ?? './data');
  const bootstrapToken = read('BOOTSTRAP_TOKEN');
  if (bootstrapToken && !isLoopback && bootstrapToken.length < 32) {
    throw new ConfigError('SEGL_BOOTSTRAP_TOKEN must have at least 32 characters where SEGL_URL is public.');
  }
  return Object.freeze({
    url,
    isLoopback,
    http,
    trustProxy: trustedProxies(read('TRUST_PROXY')),
    maxMegabytes: positive('SMTP_MAX_MB', read('SMTP_MAX_MB') ?? '150'),
    data,
    database: databaseOf(read),
    blobs: blobsOf(read('BLOBS') ?? 'disk'),
    keysFolder: keysOf(read('KEYS') ?? 'disk', data),
    mail: oneOf('MAIL', mail ?? 'outbox', /^(outbox|smtps?:\/\/.+)$/, '"outbox", smtp:// or smtps://'),
    mailFrom: mailFromOf(read('MAIL_FROM'), url),
    dkim: dkimOf(read),
    sms: oneOf('SMS', sms ?? 'outbox', /^(outbox|twilio:\/\/.+)$/, '"outbox" or twilio://'),
    roles: rolesOf(read('ROLES') ?? 'web,smtp,worker'),
    bootstrapToken,
    token: read('TOKEN'),
    organisation: read('ORGANISATION') ?? 'Segl',
    complianceMail: read('COMPLIANCE_MAIL'),
    country: oneOf(
      'COUNTRY',
      read('COUNTRY') ?? 'DK',
      /^[A-Z]{2}$/,
      'a country of two capital letters, as DK',
    ),
    timeZone: timeZoneOf(read('TZ') ?? 'Europe/Copenhagen'),
    unused: unusedYet.filter((name) => env[`SEGL_${name}`]).map((name) => `SEGL_${name}`),
  });
}

/** What the command line needs to talk to a server, which may be another machine's. */
export function readClientConfig(env: Environment = process.env): Pick<Config, 'url' | 'token'> {
  const read = reader(env);
  return { url: publicUrl(read('URL') ?? 'http://localhost:3000'), token: read('TOKEN') };
}

type Read = (name: (typeof used)[number]) => string | undefined;

function reader(env: Environment): Read {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('SEGL_')) continue;
    const bare = name.slice(5);
    if (refusedYet.includes(bare)) {
      throw new ConfigError(`${name} is set, but this version cannot do that yet. Remove it.`);
    }
    if (!(used as readonly string[]).includes(bare) && !unusedYet.includes(bare)) {
      throw new ConfigError(`${name} is not a setting of Segl. The README lists them all.`);
    }
  }
  return (name) => {
    const value = env[`SEGL_${name}`];
    if (value === undefined || value === '') return undefined;
    if (!value.startsWith('file:')) return value;
    try {
      return readFileSync(value.slice('file:'.length), 'utf8').trim() || undefined;
    } catch (error) {
      throw new ConfigError(
        `SEGL_${name} names a file that cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      );
    }
  };
}

function publicUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    throw new ConfigError('SEGL_URL must be an address such as https://mail.example.dk, without a path.');
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw new ConfigError('SEGL_URL must begin with https:// unless its host is this machine (localhost).');
  }
  return url;
}

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(host);

function listenAddress(value: string): { host: string; port: number } {
  const match = value.match(/^(?:\[([0-9a-f:]+)\]|([^:[\]]+)):(\d{1,5})$/i);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) throw new ConfigError('SEGL_HTTP must be host:port, as 127.0.0.1:3000.');
  return { host: match[1] ?? match[2]!, port };
}

function trustedProxies(value: string | undefined): string | number | undefined {
  if (value === undefined) return undefined;
  if (/^\d$/.test(value)) return Number(value);
  for (const each of value.split(',').map((part) => part.trim())) {
    if (!isIP(each.split('/')[0]!) && !/^(loopback|linklocal|uniquelocal)$/.test(each)) {
      throw new ConfigError(
        'SEGL_TRUST_PROXY must list addresses or networks, as 10.0.0.0/8, or a number of hops.',
      );
    }
  }
  return value;
}

function databaseOf(read: Read): Config['database'] {
  const url = read('DATABASE') ?? 'embedded';
  const ownerUrl = read('DATABASE_OWNER');
  if (url === 'embedded') {
    if (ownerUrl) throw new ConfigError('SEGL_DATABASE_OWNER is set, but SEGL_DATABASE is not.');
    return 'embedded';
  }
  for (const [name, each] of [
    ['DATABASE', url],
    ['DATABASE_OWNER', ownerUrl],
  ] as const) {
    if (each)
      oneOf(name, each, /^postgres(ql)?:\/\/.+/, '"embedded" or postgres://user:password@host/database');
  }
  return { url, ownerUrl };
}

function blobsOf(value: string): Config['blobs'] {
  if (value === 'disk') return 'disk';
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const unknown = url && [...url.searchParams.keys()].find((key) => key !== 'region' && key !== 'endpoint');
  if (url?.protocol !== 's3:' || !url.hostname || unknown) {
    throw new ConfigError('SEGL_BLOBS must be "disk" or s3://bucket/prefix?region=…&endpoint=….');
  }
  return {
    bucket: url.hostname,
    prefix: url.pathname.replace(/^\/+|\/+$/g, ''),
    region: url.searchParams.get('region') ?? 'us-east-1',
    endpoint: url.searchParams.get('endpoint') ?? undefined,
  };
}

function keysOf(value: string, data: string): string {
  if (value === 'disk') return resolve(data, 'keys');
  if (value.startsWith('disk:/')) return value.slice('disk:'.length);
  if (value.startsWith('awskms:'))
    throw new ConfigError('SEGL_KEYS: awskms is not in this version yet; use disk.');
  throw new ConfigError('SEGL_KEYS must be "disk" or disk:/path.');
}

function mailFromOf(value: string | undefined, url: URL): string {
  const from =
    value ?? `segl@${isIP(url.hostname) || url.hostname.startsWith('[') ? 'localhost' : url.hostname}`;
  return oneOf('MAIL_FROM', from, /^[^\s@<>",;]+@[^\s@<>",;]+$/, 'a bare address, as segl@example.dk');
}

function dkimOf(read: Read): Config['dkim'] {
  const [domain, selector, key] = [read('DKIM_DOMAIN'), read('DKIM_SELECTOR'), read('DKIM_KEY')];
  if (!domain && !selector && !key) return undefined;
  if (domain && selector && key) return { domain, selector, key };
  throw new ConfigError(
    'SEGL_DKIM_DOMAIN, SEGL_DKIM_SELECTOR and SEGL_DKIM_KEY go together: one is missing.',
  );
}

function rolesOf(value: string): ReadonlySet<Role> {
  const roles = value.split(',').map((role) => role.trim());
  const unknown = roles.find((role) => role !== 'web' && role !== 'smtp' && role !== 'worker');
  if (unknown !== undefined) throw new ConfigError('SEGL_ROLES must list some of: web, smtp, worker.');
  return new Set(roles as Role[]);
}

function timeZoneOf(value: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    throw new ConfigError('SEGL_TZ must be a time zone, as Europe/Copenhagen.');
  }
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 2000) {
    throw new ConfigError(`SEGL_${name} must be a whole number from 1 to 2000.`);
  }
  return number;
}

function oneOf(name: string, value: string, pattern: RegExp, wanted: string): string {
  if (!pattern.test(value)) throw new ConfigError(`SEGL_${name} must be ${wanted}.`);
  return value;
}
