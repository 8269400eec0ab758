import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postDeletion } from './deletions.ts';
import { getMisdelivery, postMisdelivery } from './misdeliveries.ts';
import { headDelivery } from './show.ts';

/** “This is not for me”, and “I have deleted it”. */
export function misdeliveryRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 20);
  router.head('/:token/misdeliveries', headDelivery(options));
  router.get('/:token/misdeliveries', getMisdelivery(options));
  router.post('/:token/misdeliveries', form, postMisdelivery(options));
  router.post('/:token/deletions', form, postDeletion(options));
  return router;
}
