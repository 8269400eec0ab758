import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { showAccount } from './account.ts';
import { postLink, postLinks, showLink, showLinkAsked } from './links.ts';
import { postPassword } from './own-password.ts';
import { postOtherSessionsEnd, postSessionEnd } from './own-sessions.ts';
import { postRecoveryCodes } from './recovery-codes.ts';
import { postSecondFactor, showSecondFactor } from './second-factor.ts';
import { postSignIn, postSignOut, postWelcome, showSignIn, showWelcome } from './sign-in.ts';
import { postStepUp, showStepUp } from './step-up.ts';
import { postTotp, postTotpConfirmation, postTotpRemoval, showTotp } from './totp.ts';

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
  router.get('/second-factor', showSecondFactor(options));
  router.post('/second-factor', form, postSecondFactor(options));
  router.get('/step-up', showStepUp(options));
  router.post('/step-up', form, postStepUp(options));
  router.get('/account', showAccount(options));
  router.post('/account/password', form, postPassword(options));
  router.get('/account/totp', showTotp(options));
  router.post('/account/totp', form, postTotp(options));
  router.post('/account/totp/confirmations', form, postTotpConfirmation(options));
  router.post('/account/totp/removals', form, postTotpRemoval(options));
  router.post('/account/recovery-codes', form, postRecoveryCodes(options));
  router.post('/account/sessions/:id/ends', form, postSessionEnd(options));
  router.post('/account/sessions/ends', form, postOtherSessionsEnd(options));
  return router;
}
