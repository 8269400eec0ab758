import express, { type Router } from 'express';
import { publicKeys } from '../../desk/public-keys.ts';
import type { WebOptions } from './options.ts';

/** The organisation's public keys, for whoever checks what it signed. */
export function keyRoutes({ ctx }: WebOptions): Router {
  const router = express.Router();
  router.get('/.well-known/jwks.json', async (_request, response) => {
    const keys = await publicKeys(ctx);
    response.set('Cache-Control', 'public, max-age=300').type('application/jwk-set+json');
    response.send(JSON.stringify(keys));
  });
  return router;
}
