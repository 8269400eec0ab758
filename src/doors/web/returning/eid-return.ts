import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** `/eid/return`: where the eID provider sends people back. */
export function eidReturnRoutes(_options: WebOptions): Router {
  return express.Router();
}
