import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openPart } from '../../../../src/delivery/open-body.ts';
import { rawPart, Staging } from '../../../../src/delivery/stage-message.ts';
import type { Head } from '../../../../src/doors/smtp/mime/head.ts';
import { readMail } from '../../../../src/doors/smtp/mime/read-mail.ts';
import type { Portal } from '../../../support/portal.ts';

export interface StagedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly contentId?: string;
  readonly bytes: Buffer;
}

export interface StagedMail {
  readonly head: Head;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly files: readonly StagedFile[];
  /** The mail as it is passed on. */
  readonly raw: Buffer;
  readonly digest: string;
}

/** Written with plain line feeds; latin1 characters stand for bytes. */
export const mail = (text: string): Buffer => Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1');

/** The same, of Unicode text sent as UTF-8. */
export const mail8 = (text: string): Buffer => Buffer.from(text.replace(/\r?\n/g, '\r\n'));

export const trace = 'Received: from test\r\n';

/** Reads a mail through a real staging, and opens again what was sealed. Leaves nothing behind. */
export async function stageMail(portal: Portal, source: Buffer | Readable): Promise<StagedMail> {
  const staging = new Staging(portal.ctx);
  try {
    const stream = source instanceof Readable ? source : Readable.from([source], { objectMode: false });
    const plan = { sealInto: staging, copyInto: { staging, trace } };
    const { head, text, html, digest } = await readMail(stream, async () => plan);
    const open = async (number: number): Promise<Buffer> => {
      const part = staging.parts.find((each) => each.part === number)!;
      return openPart(portal.ctx, staging.dataKey, number, { message: staging.message, ...part });
    };
    const files = [];
    for (const { part, size, filename, contentType, contentId } of staging.attachments) {
      const bytes = await open(part);
      assert.equal(bytes.length, size);
      files.push({ filename, contentType, ...(contentId ? { contentId } : {}), bytes });
    }
    return { head, text, html, files, raw: await open(rawPart), digest };
  } finally {
    await staging.discard();
  }
}

/** The files as one line each: name, type, content id where there is one, and content as far as it is short text. */
export const listed = (files: readonly StagedFile[]): string[] =>
  files.map(({ filename, contentType, contentId, bytes }) =>
    [filename, contentType, ...(contentId ? [`<${contentId}>`] : []), said(bytes)].join(' | '),
  );

const said = (bytes: Buffer): string => (bytes.length < 100 ? bytes.toString() : `${bytes.length} bytes`);

/** Fails where a blob, or the note of one, is left. */
export async function assertNothingLeft(portal: Portal): Promise<void> {
  const blobs = await readdir(join(portal.data, 'blobs'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  assert.deepEqual(
    blobs.filter((each) => each.isFile()).map(({ name }) => name),
    [],
  );
  const { rows } = await portal.ctx.db.query<{ n: string }>('select count(*) as n from staged_blobs');
  assert.equal(Number(rows[0]!.n), 0);
}
