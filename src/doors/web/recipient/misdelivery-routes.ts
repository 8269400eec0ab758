import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** “This is not for me”, and “I have deleted it”. */
export function misdeliveryRoutes(_options: WebOptions): Router {
  return express.Router();
}
