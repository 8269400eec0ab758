import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { showHistory } from './history.ts';
import { postPerson, showPeople } from './people.ts';

/** People, units, and the history of all that is managed. */
export function peopleRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/people', showPeople(options));
  router.post('/people', form, postPerson(options));
  router.get('/history', showHistory(options));
  return router;
}
