import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postSystem, showSystems } from './systems.ts';

/** Systems and their secrets. */
export function systemRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/systems', showSystems(options));
  router.post('/systems', form, postSystem(options));
  return router;
}
