import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { getPassing, postPassing } from './passing.ts';
import { getReaders, postReader, postReaderEnd } from './readers.ts';
import { headDelivery } from './show.ts';

/** Whom a recipient lets read, and to whom a mailbox passes a message on. */
export function readerRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 20);
  router.head(['/:token/readers', '/:token/readdresses'], headDelivery(options));
  router.get('/:token/readers', getReaders(options));
  router.post('/:token/readers', form, postReader(options));
  router.post('/:token/readers/:id/ends', form, postReaderEnd(options));
  router.get('/:token/readdresses', getPassing(options));
  router.post('/:token/readdresses', form, postPassing(options));
  return router;
}
