import express, { type Router } from 'express';
import type { WebOptions } from './options.ts';

/** The log as anybody may read it (C2SP tlog-tiles), and the keys that sign. */
export function logRoutes(_options: WebOptions): Router {
  return express.Router();
}
