import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postReconciliation, showReconciliation } from './reconciliation.ts';
import { postSilenceClosure, showSilence } from './silence.ts';

/** Whether the sums agree, and addresses of which nobody opens anything. */
export function reconciliationRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 5);
  router.get('/reconciliation', showReconciliation(options));
  router.post('/reconciliation', form, postReconciliation(options));
  router.get('/silence', showSilence(options));
  router.post('/silence/:id/closures', form, postSilenceClosure(options));
  return router;
}
