import express, { type Router } from 'express';
import { limits } from '../../../delivery/limits.ts';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postErasure, showErasure } from './erasures.ts';

/** Erasing a message, or what is kept about one of its recipients. */
export function erasureRoutes(options: WebOptions): Router {
  const router = express.Router();
  // A tick for each recipient.
  const form = smallForm('256kb', limits.recipients + 10);
  router.get('/messages/:id/erasures', showErasure(options));
  router.post('/messages/:id/erasures', form, postErasure(options));
  return router;
}
