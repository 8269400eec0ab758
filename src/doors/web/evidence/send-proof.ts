import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { evidencePdf } from '../../../../views/pdf/evidence-pdf.ts';
import type { Proofs } from '../../../delivery/hand-out.ts';
import type { Language } from '../../../message/languages.ts';
import { proofName } from '../../http/proof-name.ts';
import type { WebOptions } from '../options.ts';

/** Sends a file that nobody keeps on the way, no faster than it is taken. */
export async function sendFile(
  response: Response,
  { name, type, bytes }: { name: string; type: string; bytes: readonly Uint8Array[] },
): Promise<void> {
  const size = bytes.reduce((sum, each) => sum + each.length, 0);
  response.attachment(name).set({
    'Content-Type': type,
    'Content-Length': String(size),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  try {
    await pipeline(Readable.from(bytes, { objectMode: false }), response);
  } catch (error) {
    // Whoever goes away in between needs no answer.
    if ((error as { code?: unknown } | null)?.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

type Kind = Parameters<typeof proofName>[0];

export const sendBundle = (response: Response, kind: Kind, id: string, { bytes }: Proofs['json']) =>
  sendFile(response, { name: proofName(kind, id, 'json'), type: 'application/jose+json', bytes });

/** In the language and for the time zone of who reads it. */
export async function sendPdf(
  { ctx }: WebOptions,
  response: Response,
  language: Language,
  kind: Kind,
  id: string,
  summary: Proofs['pdf'],
): Promise<void> {
  const { organisation, url, timeZone } = ctx.settings;
  const pdf = await evidencePdf(summary, { language, organisation, url, timeZone });
  await sendFile(response, { name: proofName(kind, id, 'pdf'), type: 'application/pdf', bytes: [pdf] });
}

/** `json`, `pdf`, or neither. */
export function formatOf(value: unknown): keyof Proofs | undefined {
  return value === 'json' || value === 'pdf' ? value : undefined;
}

/** Whether a program asks, rather than a browser that would show a page. */
export const wantsFile = (request: Request): boolean => !/\bhtml\b/.test(request.get('Accept') ?? '');
