import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Recipients on their way to the eID provider; they come back at `/eid/return`. */
export function eidRoutes(_options: WebOptions): Router {
  return express.Router();
}
