import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** Erasing a message, or what is kept about one of its recipients. */
export function erasureRoutes(_options: WebOptions): Router {
  return express.Router();
}
