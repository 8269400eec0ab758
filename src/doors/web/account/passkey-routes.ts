import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Passkeys: adding, removing, signing in and stepping up with them. */
export function passkeyRoutes(_options: WebOptions): Router {
  const router = express.Router();
  return router;
}
