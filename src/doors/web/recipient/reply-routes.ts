import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Answers of recipients, and their drafts. */
export function replyRoutes(_options: WebOptions): Router {
  return express.Router();
}
