import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { comeBack, goToProvider, showProblem } from './identity.ts';

/** Signing in by the organisation’s identity provider. */
export function identityRoutes(options: WebOptions): Router {
  const router = express.Router();
  const { identity } = options;
  if (!identity) return router;
  router.get('/identity', goToProvider({ ...options, identity }));
  router.get('/identity/callback', comeBack({ ...options, identity }));
  router.get('/identity/problems/:problem', showProblem({ ...options, identity }));
  return router;
}
