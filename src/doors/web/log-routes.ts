import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { mayReadEntries } from '../../desk/log/may-read-entries.ts';
import {
  type LogTile,
  readCheckpoint,
  readEntries,
  readTile,
  readVkeys,
} from '../../desk/log/read-log-files.ts';
import { staffSession } from './cookies.ts';
import type { WebOptions } from './options.ts';

/**
 * The log as anybody may read it (C2SP tlog-tiles), and the keys that sign. The first log of an installation is at `/log`; one
 * that was opened later is at `/log/<number>`, so that an address never means another tree.
 */
export function logRoutes({ ctx }: WebOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });

  router.get(
    '/log{/:log}/checkpoint',
    ofLog(async (log, _request, response) => {
      const found = await readCheckpoint(ctx, log);
      if (!found) return nothing(response);
      // RFC 5829: where a closed log goes on, if it does.
      if (found.isClosed && (await readCheckpoint(ctx, log + 1))) {
        response.set('Link', `</log/${log + 1}/checkpoint>; rel="successor-version"`);
      }
      sendText(response, found.checkpoint);
    }),
  );

  router.get(
    '/log{/:log}/vkey',
    ofLog(async (log, _request, response) => {
      const vkeys = await readVkeys(ctx, log);
      if (!vkeys) return nothing(response);
      sendText(response, vkeys.map((vkey) => `${vkey}\n`).join(''));
    }),
  );

  router.get(
    '/log{/:log}/tile/entries/*number',
    ofLog(async (log, request, response) => {
      const [, token] = request.get('Authorization')?.match(/^Bearer +([^\s]+) *$/i) ?? [];
      const session = token === undefined ? await staffSession(ctx, request) : undefined;
      const may = await mayReadEntries(ctx, { token, session });
      if (may === 'unknown') {
        response.set('WWW-Authenticate', 'Bearer').status(401);
        return sendText(
          response,
          'Entries show traffic: send the secret of a system with the scope evidence.\n',
        );
      }
      if (may === 'no') {
        response.status(403);
        return sendText(response, 'This token or account may not read the entries of the log.\n');
      }
      sendTile(request, response, await readEntries(ctx, log, tilePathOf(request)), 'private');
    }),
  );

  router.get(
    '/log{/:log}/tile/:level/*number',
    ofLog(async (log, request, response) => {
      sendTile(request, response, await readTile(ctx, log, tilePathOf(request)), 'public');
    }),
  );

  return router;
}

type LogHandler = (log: number, request: Request, response: Response) => Promise<unknown>;

/** Passes the log's number on; an address whose number is none, or is the first's, is none. */
const ofLog =
  (handler: LogHandler): RequestHandler =>
  async (request, response, next) => {
    const { log } = request.params as { log?: string };
    if (log !== undefined && !/^([2-9]|[1-9]\d{1,3})$/.test(log)) return next();
    await handler(Number(log ?? 1), request, response);
  };

const tilePathOf = ({ path }: Request): string => path.slice(path.indexOf('/tile/') + 1);

function sendTile(
  request: Request,
  response: Response,
  tile: LogTile | undefined,
  whose: 'public' | 'private',
): void {
  if (!tile) return nothing(response);
  const lasting = `${whose}, max-age=31536000, immutable`;
  response.set('Cache-Control', tile.isFull ? lasting : `${whose}, max-age=60`);
  // What an address of a tile names never changes, so the address says it all.
  response.set('ETag', `"${request.path.replaceAll('/', '-').slice(1)}"`);
  if (request.fresh) return void response.status(304).end();
  response.type('application/octet-stream').send(Buffer.from(tile.bytes));
}

/** Never kept by anybody in between: the next one may say more. */
function sendText(response: Response, text: string): void {
  response.set('Cache-Control', 'no-store').type('text/plain; charset=utf-8').send(text);
}

function nothing(response: Response): void {
  response.status(404);
  sendText(response, 'There is nothing here.\n');
}
