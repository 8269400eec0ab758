import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Exports of what was recorded. */
export function exportRoutes(_options: WebOptions): Router {
  return express.Router();
}
