import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postCorrection, postExtension, postReminder, postUnlock } from './actions.ts';
import { postPerson, postSystem, showPeople, showSystems } from './administration.ts';
import { postMessage, showCompose } from './compose.ts';
import { postLink, postLinks, showLink, showLinkAsked } from './links.ts';
import { showMessages, showOneMessage } from './messages.ts';
import { postSignIn, postSignOut, postWelcome, showSignIn, showWelcome } from './sign-in.ts';

/** Everything below `/desk`. */
export function deskRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/', (_request, response) => response.redirect(303, '/desk/messages'));
  router.get('/sign-in', showSignIn(options));
  router.post('/sign-in', form, postSignIn(options));
  router.post('/sign-out', form, postSignOut(options));
  router.get('/welcome/:token', showWelcome(options));
  router.post('/welcome/:token', form, postWelcome(options));
  router.get('/links', showLinkAsked(options));
  router.post('/links', form, postLinks(options));
  router.get('/links/:token', showLink(options));
  router.post('/links/:token', form, postLink(options));
  router.get('/messages', showMessages(options));
  router.get('/messages/new', showCompose(options));
  router.post('/messages', postMessage(options));
  router.get('/messages/:id', showOneMessage(options));
  router.post('/messages/:id/reminders', form, postReminder(options));
  router.post('/messages/:id/extensions', form, postExtension(options));
  router.post('/deliveries/:id/unlocks', form, postUnlock(options));
  router.post('/deliveries/:id/corrections', form, postCorrection(options));
  router.get('/people', showPeople(options));
  router.post('/people', form, postPerson(options));
  router.get('/systems', showSystems(options));
  router.post('/systems', form, postSystem(options));
  return router;
}
