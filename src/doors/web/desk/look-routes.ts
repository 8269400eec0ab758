import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postLook } from './looks.ts';

/** Looking at the messages of others. */
export function lookRoutes(options: WebOptions): Router {
  const router = express.Router();
  router.post('/messages/:id/looks', smallForm('16kb', 10), postLook(options));
  return router;
}
