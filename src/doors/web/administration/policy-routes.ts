import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { postPolicy, showPolicy, showPolicyForm } from './policy.ts';

/** The rules of the organisation. */
export function policyRoutes(options: WebOptions): Router {
  const router = express.Router();
  router.get('/policy', showPolicy(options));
  router.get('/policy/change', showPolicyForm(options));
  router.post('/policy', postPolicy(options));
  return router;
}
