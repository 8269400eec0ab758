import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** The evidence of one message, handed out. */
export function proofRoutes(_options: WebOptions): Router {
  return express.Router();
}
