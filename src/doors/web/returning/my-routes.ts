import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';

/** `/my`: all that stands for somebody who has proved an address. */
export function myRoutes(_options: WebOptions): Router {
  return express.Router();
}
