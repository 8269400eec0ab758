import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type KeyKind =
  'ec:P-256' | 'ec:P-384' | 'ec:P-521' | 'ec:secp256k1' | 'rsa:1024' | 'rsa:2048' | 'ed25519';

export interface Pair {
  /** PEM, one after the other: certificate, then key. */
  readonly pem: string;
  readonly certificate: string;
  readonly key: string;
  /** Paths of the two in files. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface CertificateOptions {
  readonly name?: string;
  /** Who signs it; absent: it itself. */
  readonly issuer?: Pair;
  /** Extensions in openssl's words. */
  readonly extensions?: readonly string[];
  /** `YYYYMMDDHHMMSSZ`; the default is from yesterday for ten years. */
  readonly from?: string;
  readonly to?: string;
  readonly digest?: string;
  /** Whose key it is; absent: a new one. */
  readonly sameKey?: Pair;
}

const stamp = (time: number) => `${new Date(time).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`;

/** A key and its certificate, made by openssl in a folder of their own. */
export async function makePair(
  folder: string,
  kind: KeyKind,
  options: CertificateOptions = {},
): Promise<Pair> {
  await mkdir(folder, { recursive: true });
  const [key, request, certificate, extensions, index] = [
    'key.pem',
    'request.pem',
    'certificate.pem',
    'extensions.cnf',
    'index.txt',
  ].map((name) => join(folder, name)) as [string, string, string, string, string];
  const [type, size] = kind.split(':');
  const how =
    type === 'ec'
      ? ['EC', '-pkeyopt', `ec_paramgen_curve:${size}`]
      : type === 'rsa'
        ? ['RSA', '-pkeyopt', `rsa_keygen_bits:${size}`]
        : ['ED25519'];
  if (options.sameKey) await copyFile(options.sameKey.keyFile, key);
  else await run('openssl', ['genpkey', '-algorithm', ...how, '-out', key]);
  const { name = 'A test', issuer, digest = kind === 'ed25519' ? 'null' : 'sha256' } = options;
  const from = options.from ?? stamp(Date.now() - 86_400_000);
  const to = options.to ?? stamp(Date.now() + 3_650 * 86_400_000);
  await writeFile(index, '');
  await writeFile(
    extensions,
    `[ca]
default_ca = this
[this]
database = ${index}
new_certs_dir = ${folder}
rand_serial = yes
default_md = ${digest}
policy = any
x509_extensions = these
unique_subject = no
[any]
commonName = supplied
[these]
${(options.extensions ?? ['basicConstraints = critical, CA:false']).join('\n')}
`,
  );
  await run('openssl', ['req', '-new', '-key', key, '-subj', `/CN=${name}`, '-utf8', '-out', request]);
  const by = issuer
    ? ['-cert', issuer.certificateFile, '-keyfile', issuer.keyFile]
    : ['-selfsign', '-keyfile', key];
  await run('openssl', [
    'ca',
    ...['-batch', '-notext', '-config', extensions, '-in', request, '-out', certificate],
    ...['-startdate', from, '-enddate', to],
    ...by,
  ]);
  const [certificateText, keyText] = await Promise.all([
    readFile(certificate, 'utf8'),
    readFile(key, 'utf8'),
  ]);
  return {
    pem: certificateText + keyText,
    certificate: certificateText,
    key: keyText,
    certificateFile: certificate,
    keyFile: key,
  };
}
