import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Signing in by the organisation’s identity provider. */
export function identityRoutes(_options: WebOptions): Router {
  const router = express.Router();
  return router;
}
