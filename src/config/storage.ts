import { resolve } from 'node:path';
import { ConfigError } from './config-error.ts';
import type { Read } from './reader.ts';
import { oneOf } from './values.ts';

export type DatabaseLocation = 'embedded' | { readonly url: string; readonly ownerUrl: string | undefined };

export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint: string | undefined;
}

export function databaseOf(read: Read): DatabaseLocation {
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

export function blobsOf(value: string): 'disk' | S3Location {
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

/** The folder of the keys. */
export function keysOf(value: string, data: string): string {
  if (value === 'disk') return resolve(data, 'keys');
  if (value.startsWith('disk:/')) return value.slice('disk:'.length);
  if (value.startsWith('awskms:'))
    throw new ConfigError('SEGL_KEYS: awskms is not in this version yet; use disk.');
  throw new ConfigError('SEGL_KEYS must be "disk" or disk:/path.');
}
