import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postLift, showBlock, showBlocks } from './blocks.ts';
import { postBlock, showNewBlock } from './new-block.ts';

/** Addresses and domains to which nothing is sent. */
export function blockRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 10);
  router.get('/blocks', showBlocks(options));
  router.get('/blocks/new', showNewBlock(options));
  router.post('/blocks', form, postBlock(options));
  router.get('/blocks/:id', showBlock(options));
  router.post('/blocks/:id/lifts', form, postLift(options));
  return router;
}
