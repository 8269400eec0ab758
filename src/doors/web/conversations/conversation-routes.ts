import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Answers that came to the desk, what is answered to them, and who has the case. */
export function conversationRoutes(_options: WebOptions): Router {
  return express.Router();
}
