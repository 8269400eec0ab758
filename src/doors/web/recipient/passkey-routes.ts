import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Passkeys of recipients: added after a code, used instead of one, removed. */
export function recipientPasskeyRoutes(_options: WebOptions): Router {
  return express.Router();
}
