import type { Queryable } from '../../evidence/ports.ts';
import { openBesideFile, sealBesideFile } from '../sealed-file.ts';
import type { Draft } from './draft.ts';

/** What is kept of a file beside its bytes, sealed. */
export interface FileHeader {
  readonly filename: string;
  readonly contentType: string;
  /** When the file was changed last, in milliseconds, as its browser said: the same file chosen again goes on. */
  readonly modified?: number;
  /** Of the plaintext, lower-case hex; absent: it is not whole yet. */
  readonly sha256?: string;
}

/** A file of a draft. */
export interface DraftFile {
  readonly id: string;
  readonly part: number;
  readonly size: number;
  /** Bytes that have come. */
  readonly received: number;
  readonly whole: boolean;
  readonly header: FileHeader;
}

export const sealHeader = (draft: Draft, id: string, header: FileHeader): Buffer =>
  sealBesideFile(draft.key.dataKey, id, Buffer.from(JSON.stringify(header)));

/** In the order in which they were begun. */
export async function filesOf(db: Queryable, draft: Draft): Promise<DraftFile[]> {
  const { rows } = await db.query<Omit<DraftFile, 'header'> & { header: Buffer }>(
    'select id, part, size, received, whole, header from reply_uploads where reply_id = $1 order by part',
    [draft.id],
  );
  return rows.map(({ header, ...file }) => ({
    ...file,
    header: JSON.parse(openBesideFile(draft.key.dataKey, file.id, header).toString()) as FileHeader,
  }));
}

export const bytesOf = (files: readonly { readonly size: number }[]): number =>
  files.reduce((sum, { size }) => sum + size, 0);
