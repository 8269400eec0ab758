import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Shared mailboxes and their members, kept at the desk. */
export function mailboxRoutes(_options: WebOptions): Router {
  return express.Router();
}
