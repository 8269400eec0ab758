import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postLink, postLinks, showLink, showLinkAsked } from './links.ts';
import { postSignIn, postSignOut, postWelcome, showSignIn, showWelcome } from './sign-in.ts';

/** Signing in and out, and what somebody manages of their own account. */
export function accountRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/sign-in', showSignIn(options));
  router.post('/sign-in', form, postSignIn(options));
  router.post('/sign-out', form, postSignOut(options));
  router.get('/welcome/:token', showWelcome(options));
  router.post('/welcome/:token', form, postWelcome(options));
  router.get('/links', showLinkAsked(options));
  router.post('/links', form, postLinks(options));
  router.get('/links/:token', showLink(options));
  router.post('/links/:token', form, postLink(options));
  return router;
}
