import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

export function recallRoutes(_options: WebOptions): Router {
  return express.Router();
}
