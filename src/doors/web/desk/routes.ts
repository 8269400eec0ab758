import express, { type Router } from 'express';
import { identityRoutes } from '../account/identity-routes.ts';
import { passkeyRoutes } from '../account/passkey-routes.ts';
import { accountRoutes } from '../account/routes.ts';
import { contactRoutes } from '../administration/contact-routes.ts';
import { peopleRoutes } from '../administration/people-routes.ts';
import { policyRoutes } from '../administration/policy-routes.ts';
import { systemRoutes } from '../administration/system-routes.ts';
import { evidenceRoutes } from '../evidence/evidence-routes.ts';
import { exportRoutes } from '../evidence/export-routes.ts';
import { proofRoutes } from '../evidence/proof-routes.ts';
import { erasureRoutes } from '../evidence/erasure-routes.ts';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postCorrection, postExtension, postReminder, postUnlock } from './actions.ts';
import { postMessage, showCompose } from './compose.ts';
import { lookRoutes } from './look-routes.ts';
import { showMessages, showOneMessage, showSentHtml } from './messages.ts';

/** Everything below `/desk`. */
export function deskRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/', (_request, response) => response.redirect(303, '/desk/messages'));
  router.use(accountRoutes(options));
  router.use(passkeyRoutes(options));
  router.use(identityRoutes(options));
  router.get('/messages', showMessages(options));
  router.get('/messages/new', showCompose(options));
  router.post('/messages', postMessage(options));
  router.use(lookRoutes(options));
  router.get('/messages/:id', showOneMessage(options));
  router.get('/messages/:id/content', showSentHtml(options));
  router.post('/messages/:id/reminders', form, postReminder(options));
  router.post('/messages/:id/extensions', form, postExtension(options));
  router.post('/deliveries/:id/unlocks', form, postUnlock(options));
  router.post('/deliveries/:id/corrections', form, postCorrection(options));
  router.use(peopleRoutes(options));
  router.use(systemRoutes(options));
  router.use(contactRoutes(options));
  router.use(policyRoutes(options));
  router.use(erasureRoutes(options));
  router.use(proofRoutes(options));
  router.use(exportRoutes(options));
  router.use(evidenceRoutes(options));
  return router;
}
