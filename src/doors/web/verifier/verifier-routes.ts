import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import express, { type Router } from 'express';
import { makeVerifier } from './make-verifier.ts';

interface Served {
  readonly plain: Buffer;
  readonly gzipped: Buffer;
  readonly policy: string;
  readonly etag: string;
}

let serving: Promise<Served> | undefined;

async function serve(): Promise<Served> {
  const { html, policy } = await makeVerifier();
  const plain = Buffer.from(html);
  return {
    plain,
    gzipped: await promisify(gzip)(plain),
    // As a page here it has no part in this site: no cookies, no storage.
    policy: `${policy}; frame-ancestors 'none'; sandbox allow-scripts`,
    etag: `"${createHash('sha256').update(plain).digest('base64url')}"`,
  };
}

/**
 * The verifier in one file, for anybody: it has no secrets, and recipients need it too. With `?download` it is saved rather than
 * shown.
 */
export function verifierRoutes(): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get(['/verifier', '/desk/verifier'], async (request, response) => {
    serving ??= serve().catch((error: unknown) => {
      serving = undefined;
      throw error;
    });
    const { plain, gzipped, policy, etag } = await serving;
    const name = 'segl-verifier.html';
    const kind = request.query.download === undefined ? 'inline' : 'attachment';
    response.set({
      'Content-Security-Policy': policy,
      'Content-Disposition': `${kind}; filename="${name}"`,
      'Cache-Control': 'no-cache',
      ETag: etag,
      Vary: 'Accept-Encoding',
    });
    // Asks for a process of the site's own, which a sandbox cannot have.
    response.removeHeader('Origin-Agent-Cluster');
    if (request.fresh) return void response.status(304).end();
    const compressed = request.acceptsEncodings('gzip') === 'gzip';
    if (compressed) response.set('Content-Encoding', 'gzip');
    response.type('html').end(compressed ? gzipped : plain);
  });
  return router;
}
