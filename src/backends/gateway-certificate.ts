import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { hasCode, syncFolder } from './blobs/sync-folder.ts';
import { removeAbandoned, temporaryName } from './blobs/temporary-files.ts';
import { makeSelfSigned } from './self-signed-certificate.ts';

export interface GatewayCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS#8. */
  readonly key: string;
}

/** A process may run for so long before it looks again. */
const leastMs = 30 * 86_400_000;
/** Each round that fails had another process change the pair meanwhile. */
const rounds = 8;

/**
 * The gateway's own certificate for `hostname` (a name, or an address as a URL has it), from `cert.pem` and `key.pem`
 * in a folder of their own. Made where there is none that can be used: it has ended or soon will, is for another
 * host, is damaged, or is not that of the key.
 *
 * The key comes first and is never written over, and a certificate is always made for the key that is there: a crash
 * at any point leaves at most a key without a certificate, and processes that start at once agree on the key, so that
 * each one's certificate fits.
 *
 * Throws where the folder cannot be used, with a sentence for the operator.
 */
export async function gatewayCertificate(
  folder: string,
  hostname: string,
  now: number = Date.now(),
): Promise<GatewayCertificate> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const file = (name: string) => join(folder, name);
  try {
    await prepare(folder);
    for (let round = 0; round < rounds; round++) {
      const key = await read(file('key.pem'));
      const keyObject = key === undefined ? undefined : p256Key(key);
      if (key === undefined || !keyObject) {
        if (key !== undefined) await unlinkIfThere(file('key.pem'));
        await publish(folder, 'key.pem', newKey(), 0o600, link);
        continue;
      }
      const cert = await read(file('cert.pem'));
      if (cert !== undefined && fits(cert, keyObject, host, now)) return { cert, key };
      const made = await makeSelfSigned(keyObject, host, now);
      if (!fits(made, keyObject, host, now)) throw new Error(`none can name the host "${host}"`);
      await publish(folder, 'cert.pem', made, 0o644, rename);
    }
    throw new Error('another process changes it all the time');
  } catch (cause) {
    throw new Error(
      `No certificate for the gateway could be made in ${folder} (${(cause as Error).message}). ` +
        'Let the server write there, or set SEGL_SMTP_TLS_CERT and SEGL_SMTP_TLS_KEY.',
      { cause },
    );
  }
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await stat(folder)).mode & 0o077) await chmod(folder, 0o700);
  await removeAbandoned(folder);
}

function fits(pem: string, key: KeyObject, host: string, now: number): boolean {
  let cert: X509Certificate;
  try {
    cert = new X509Certificate(pem);
  } catch {
    return false;
  }
  const named = isIP(host) ? cert.checkIP(host) : cert.checkHost(host, { subject: 'never' });
  return (
    named !== undefined &&
    cert.checkPrivateKey(key) &&
    cert.validFromDate.getTime() <= now &&
    cert.validToDate.getTime() > now + leastMs
  );
}

/** `undefined`: not a key that a certificate can be made for. */
function p256Key(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

const newKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { format: 'pem', type: 'spki' },
    privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
  }).privateKey;

/** The name appears with all of its text on the disk. `link` leaves a name alone that is taken, `rename` replaces it. */
async function publish(
  folder: string,
  name: string,
  text: string,
  mode: number,
  put: typeof link | typeof rename,
): Promise<void> {
  const temporary = join(folder, temporaryName());
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await put(temporary, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    if (put !== link || !hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlinkIfThere(temporary);
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function unlinkIfThere(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
  });
}
