import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { downloadExport, findFile, readManifest } from '../../../desk/exports/download-export.ts';
import { proven, type StaffHandler } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param } from '../page.ts';
import { byteRange } from '../recipient/byte-range.ts';
import { filenameOf } from './exports.ts';
import { searcherOf } from './terms-form.ts';

const asFile = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Accel-Buffering': 'no',
};

/** A download leaves the page where it is: whoever has proved who they are comes back to the page of the file. */
const provenFor = (options: WebOptions, handler: StaffHandler): RequestHandler =>
  proven(options, 'evidence', handler, (request) => `/desk/exports/${param(request, 'id')}`);

/** `GET /desk/exports/<id>/file`, whole or a range of bytes. What fails on the way is cut, never ended. */
export const getExportFile = (options: WebOptions): RequestHandler =>
  provenFor(options, async (request, response, staff) => {
    const { ctx } = options;
    const searcher = searcherOf(staff);
    const found = await findFile(ctx, searcher, param(request, 'id'));
    const { bytes: size, format } = found;
    // A finished file never changes.
    const validator = `"${found.id}"`;
    const condition = request.get('If-Range');
    const range =
      condition === undefined || condition === validator ? byteRange(request.get('Range'), size) : undefined;
    response.set({ ...asFile, 'Accept-Ranges': 'bytes', ETag: validator });
    if (range === 'unsatisfiable') {
      response.status(416).set('Content-Range', `bytes */${size}`).end();
      return;
    }
    const { from, to } = range ?? { from: 0, to: size };
    response.attachment(filenameOf(found)).set({
      'Content-Type': format === 'jsonl' ? 'application/jsonl' : 'text/csv; charset=utf-8',
      'Content-Length': String(to - from),
      ...(range ? { 'Content-Range': `bytes ${from}-${to - 1}/${size}` } : {}),
    });
    response.status(range ? 206 : 200);
    if (request.method === 'HEAD') return void response.end();
    const bytes = await downloadExport(ctx, searcher, found, { from, to });
    try {
      await pipeline(Readable.from(bytes, { objectMode: false }), response);
    } catch (error) {
      if (response.closed && (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
      response.destroy();
      throw error;
    }
  });

/** `GET /desk/exports/<id>/manifest`: the signed statement of what the file holds. */
export const getExportManifest = (options: WebOptions): RequestHandler =>
  provenFor(options, async (request, response, staff) => {
    const { ctx } = options;
    const found = await findFile(ctx, searcherOf(staff), param(request, 'id'));
    const manifest = await readManifest(ctx, found);
    response
      .attachment(`${filenameOf(found)}.manifest.json`)
      .set({ ...asFile, 'Content-Type': 'application/jose+json' });
    response.end(manifest);
  });
