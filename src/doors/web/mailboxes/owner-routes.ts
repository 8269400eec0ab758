import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** `/mailbox/<token>`: a shared mailbox kept by its invited owner. */
export function mailboxOwnerRoutes(_options: WebOptions): Router {
  return express.Router();
}
