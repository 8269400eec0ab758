import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postClosures, postRetries, showFailureGroup } from './failure-group.ts';
import { showClosedFailures, showFailures } from './failures.ts';

/** The inbox of failures. */
export function failureRoutes(options: WebOptions): Router {
  const router = express.Router();
  // A tick for each failure on a page.
  const form = smallForm('64kb', 200);
  router.get('/failures', showFailures(options));
  router.get('/failures/closed', showClosedFailures(options));
  router.get('/failures/group', showFailureGroup(options));
  router.post('/failures/closures', form, postClosures(options));
  router.post('/failures/retries', form, postRetries(options));
  return router;
}
