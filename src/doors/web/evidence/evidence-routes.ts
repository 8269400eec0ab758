import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Searching what was recorded. */
export function evidenceRoutes(_options: WebOptions): Router {
  return express.Router();
}
