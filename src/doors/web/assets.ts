import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

interface Asset {
  readonly href: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const folder = new URL('../../../views/assets/', import.meta.url);

function read(name: string): Asset {
  const plain = readFileSync(new URL(name, folder));
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 12);
  const dot = name.lastIndexOf('.');
  const extension = name.slice(dot + 1);
  const type = types[extension];
  if (!type) throw new Error(`views/assets/${name} has no known content type`);
  return {
    href: `/assets/${name.slice(0, dot)}.${hash}.${extension}`,
    type,
    plain,
    gzipped: gzipSync(plain),
  };
}

const assets = new Map(readdirSync(folder).map((name) => [name, read(name)]));
const versioned = /^\/assets\/([a-z-]+)\.[0-9a-f]{12}\.([a-z]+)$/;

/** The address of a file in views/assets, which changes with its content. */
export function assetHref(name: string): string {
  const asset = assets.get(name);
  if (!asset) throw new Error(`there is no views/assets/${name}`);
  return asset.href;
}

/**
 * Serves `GET` and `HEAD /assets/<name>.<hash>.<extension>`; leaves everything else to the next handler. The right
 * hash may be kept for a year. Another one belongs to the version before or after this one, while an installation
 * is being upgraded: it gets this version's file, which nobody may keep.
 */
export const serveAssets: RequestHandler = (request, response, next) => {
  const match = versioned.exec(request.path);
  const asset = match && assets.get(`${match[1]}.${match[2]}`);
  if (!asset || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
  const compressed = request.acceptsEncodings('gzip') === 'gzip';
  response.set({
    'Content-Type': asset.type,
    'Cache-Control': asset.href === request.path ? 'public, max-age=31536000, immutable' : 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept-Encoding',
    ...(compressed ? { 'Content-Encoding': 'gzip' } : {}),
  });
  response.end(compressed ? asset.gzipped : asset.plain);
};
