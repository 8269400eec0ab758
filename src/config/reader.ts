import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

const used = [
  'URL',
  'HTTP',
  'TRUST_PROXY',
  'SMTP',
  'SMTP_TLS_CERT',
  'SMTP_TLS_KEY',
  'SMTP_TRUSTED',
  'SMTP_MAX_MB',
  'BOUNCES',
  'DATA',
  'DATABASE',
  'DATABASE_OWNER',
  'BLOBS',
  'KEYS',
  'RESTORE_DAYS',
  'MAIL',
  'MAIL_FROM',
  'DKIM_DOMAIN',
  'DKIM_SELECTOR',
  'DKIM_KEY',
  'SMS',
  'TSA',
  'TSA_EVERY',
  'SIGN_CERT',
  'OIDC_STAFF',
  'OIDC_EID',
  'ROLES',
  'BOOTSTRAP_TOKEN',
  'TOKEN',
  'ORGANISATION',
  'COMPLIANCE_MAIL',
  'COUNTRY',
  'TZ',
] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives the value of `SEGL_<name>`, or what stands in the file it names; an empty one counts as not set. */
export type Read = (name: (typeof used)[number]) => string | undefined;

/** Throws `ConfigError` where a `SEGL_*` name is unknown. */
export function reader(env: Environment): Read {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('SEGL_')) continue;
    const bare = name.slice(5);
    if (!(used as readonly string[]).includes(bare)) {
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
