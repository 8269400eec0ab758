import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GeneralizedTime, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { AlgorithmIdentifier } from 'pkijs';
import type { Pair } from './certificates.ts';

const run = promisify(execFile);

/**
 * A timestamp token that `openssl ts` would refuse to make, signed by `openssl cms` with any certificate: what an authority
 * that keeps no rule could hand out.
 */
export async function signTstInfo(
  data: Uint8Array,
  { certificateFile, keyFile }: Pair,
  options: { genTime?: Date; contentType?: string; version?: number } = {},
): Promise<Uint8Array> {
  const { genTime = new Date(), contentType = '1.2.840.113549.1.9.16.1.4', version = 1 } = options;
  const imprint = new Sequence({
    value: [
      new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }).toSchema(),
      new OctetString({ valueHex: new Uint8Array(createHash('sha256').update(data).digest()).buffer }),
    ],
  });
  const info = new Sequence({
    value: [
      new Integer({ value: version }),
      new ObjectIdentifier({ value: '1.2.3.4.1' }),
      imprint,
      new Integer({ value: 7 }),
      new GeneralizedTime({ valueDate: genTime }),
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'segl-forged-'));
  try {
    const [content, token] = [join(folder, 'info'), join(folder, 'token')];
    await writeFile(content, new Uint8Array(info.toBER()));
    await run('openssl', [
      'cms',
      ...['-sign', '-binary', '-nodetach', '-cades', '-md', 'sha256', '-econtent_type', contentType],
      ...['-signer', certificateFile, '-inkey', keyFile, '-in', content, '-outform', 'DER', '-out', token],
    ]);
    return new Uint8Array(await readFile(token));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
