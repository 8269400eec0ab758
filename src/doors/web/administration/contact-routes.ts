import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** The directory of contacts. */
export function contactRoutes(_options: WebOptions): Router {
  const router = express.Router();
  return router;
}
