import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Looking at the messages of others. */
export function lookRoutes(_options: WebOptions): Router {
  const router = express.Router();
  return router;
}
