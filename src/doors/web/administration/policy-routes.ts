import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** The rules of the organisation. */
export function policyRoutes(_options: WebOptions): Router {
  const router = express.Router();
  return router;
}
