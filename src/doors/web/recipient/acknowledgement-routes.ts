import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { getDecline, postDecline } from './declines.ts';
import { headDelivery } from './show.ts';
import { getAcknowledgement, postAcknowledgement } from './acknowledgements.ts';
import { whereAsked } from './signing-access.ts';

/** Signing for a message, and declining to. */
export function acknowledgementRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 20);
  router.head(['/:token/acknowledgements', '/:token/declines'], headDelivery(options));
  router.get('/:token/acknowledgements', whereAsked(options, getAcknowledgement(options)));
  router.post('/:token/acknowledgements', form, whereAsked(options, postAcknowledgement(options)));
  router.get('/:token/declines', whereAsked(options, getDecline(options)));
  router.post('/:token/declines', form, whereAsked(options, postDecline(options)));
  return router;
}
