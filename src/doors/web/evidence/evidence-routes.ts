import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postEvidenceSearch, showEvidence, showFound } from './evidence.ts';

/** Searching what was recorded, and its numbers. */
export function evidenceRoutes(options: WebOptions): Router {
  const router = express.Router();
  router.get('/evidence', showEvidence(options));
  router.post('/evidence/searches', smallForm('16kb', 20), postEvidenceSearch(options));
  router.get('/evidence/searches/:id', showFound(options));
  return router;
}
