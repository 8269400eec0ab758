import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** What a recipient takes away as proof of their own delivery. */
export function receiptRoutes(_options: WebOptions): Router {
  return express.Router();
}
