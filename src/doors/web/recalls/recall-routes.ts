import express, { type Router } from 'express';
import { limits } from '../../../delivery/limits.ts';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postRecall, showRecall } from './recalls.ts';
import { postRedirect, showRedirect } from './redirects.ts';
import { showVerdict } from './verdicts.ts';

/** Taking a message back, what was seen of it, and the way to the right person. */
export function recallRoutes(options: WebOptions): Router {
  const router = express.Router();
  // A tick for each recipient.
  const form = smallForm('256kb', limits.recipients + 20);
  router.get('/messages/:id/recalls', showRecall(options));
  router.post('/messages/:id/recalls', form, postRecall(options));
  router.get('/messages/:id/verdict', showVerdict(options));
  router.get('/deliveries/:id/redirects', showRedirect(options));
  router.post('/deliveries/:id/redirects', smallForm('16kb', 10), postRedirect(options));
  return router;
}
