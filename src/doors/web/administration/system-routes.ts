import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postExpiry, showExpiry } from './secrets-expiry.ts';
import { postRevocation, postSecret, showNewSecret } from './secrets.ts';
import { postChange, postSystem, showEdit, showNewSystem } from './systems-form.ts';
import { postClosure, postOpening, showOpening, showSystem, showSystems } from './systems.ts';

/** Systems and their secrets. */
export function systemRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/systems', showSystems(options));
  router.post('/systems', form, postSystem(options));
  router.get('/systems/new', showNewSystem(options));
  router.get('/systems/:id', showSystem(options));
  router.post('/systems/:id', form, postChange(options));
  router.get('/systems/:id/edit', showEdit(options));
  router.post('/systems/:id/closures', form, postClosure(options));
  router.get('/systems/:id/openings', showOpening(options));
  router.post('/systems/:id/openings', form, postOpening(options));
  router.get('/systems/:id/secrets/new', showNewSecret(options));
  router.post('/systems/:id/secrets', form, postSecret(options));
  router.get('/systems/:id/secrets/:secret/expiries', showExpiry(options));
  router.post('/systems/:id/secrets/:secret/expiries', form, postExpiry(options));
  router.post('/systems/:id/secrets/:secret/revocations', form, postRevocation(options));
  return router;
}
