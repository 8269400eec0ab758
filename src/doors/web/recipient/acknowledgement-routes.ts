import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Signing for a message, and declining to. */
export function acknowledgementRoutes(_options: WebOptions): Router {
  return express.Router();
}
