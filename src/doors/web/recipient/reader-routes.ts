import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Whom a recipient lets read, and to whom a mailbox passes a message on. */
export function readerRoutes(_options: WebOptions): Router {
  return express.Router();
}
