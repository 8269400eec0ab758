import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GivenKeys, readKeys } from '../../desk/verification/check-bundle.ts';
import { noTrust, type Trust } from '../../message/verification.ts';
import { UsageError } from './verb.ts';

const certificate = /\.(pem|crt|cer)$/i;
const mostBytes = 1024 * 1024;

/**
 * The keys in a folder: `*.vkey` of logs, `*.pem`, `*.crt` and `*.cer` of issuers, and the same below `tsa/` of timestamping
 * authorities, `*.jwks` of issuers of eID. Other files are left alone. Throws `UsageError` where the folder cannot be read, a key in it cannot, or there is none.
 */
export async function readTrustFolder(folder: string | undefined): Promise<Trust> {
  if (folder === undefined) return noTrust;
  const names = await listed(folder);
  const roots = names.includes('tsa')
    ? (await listed(join(folder, 'tsa'))).map((name) => join('tsa', name))
    : [];
  const certificates = (among: readonly string[]) =>
    readAll(
      folder,
      among.filter((name) => certificate.test(name)),
    );
  const vkeys = await readAll(
    folder,
    names.filter((name) => name.endsWith('.vkey')),
  );
  const given: GivenKeys = {
    logKeys: vkeys.map(({ name, content }) => ({ name, content: content.toString('utf8') })),
    certificates: await certificates(names),
    tsaRoots: await certificates(roots),
    eidKeys: await readAll(
      folder,
      names.filter((name) => name.endsWith('.jwks')),
    ),
  };
  if (Object.values(given).every((files) => files.length === 0)) {
    throw new UsageError(
      `${folder} holds nothing to trust: *.vkey of the log, *.pem, *.crt or *.cer of the issuer, those of timestamping authorities in tsa/, or *.jwks of issuers of eID.`,
    );
  }
  const read = readKeys(given);
  if ('unreadable' in read) throw new UsageError(`${join(folder, read.unreadable)}.`);
  return read.trust;
}

const listed = async (folder: string): Promise<string[]> =>
  (await orSentence(folder, readdir(folder))).sort();

async function readAll(
  folder: string,
  names: readonly string[],
): Promise<{ name: string; content: Buffer }[]> {
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size } = await orSentence(path, stat(path));
      if (size > mostBytes) throw new UsageError(`${path} is larger than any file of keys.`);
      return { name, content: await orSentence(path, readFile(path)) };
    }),
  );
}

const orSentence = <T>(path: string, reading: Promise<T>): Promise<T> =>
  reading.catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read (${error.code}).`);
  });
