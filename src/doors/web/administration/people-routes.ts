import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { showHistory } from './history.ts';
import {
  postDeactivation,
  postFactorReset,
  postLink,
  postReactivation,
  postSignOut,
} from './people-actions.ts';
import { postPerson, showNewPerson } from './people-new.ts';
import { postPersonChange, showPerson } from './people-person.ts';
import { postSearch, showPeople } from './people.ts';
import { postUnit, postUnitChange, showUnit, showUnits } from './units.ts';

/** People, units, and the history of all that is managed. */
export function peopleRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/people', showPeople(options));
  router.post('/people', form, postPerson(options));
  router.get('/people/new', showNewPerson(options));
  router.post('/people/searches', form, postSearch(options));
  router.get('/people/:id', showPerson(options));
  // Two fields for each role, which somebody may have in every unit.
  router.post('/people/:id', smallForm('256kb', 2000), postPersonChange(options));
  router.post('/people/:id/links', form, postLink(options));
  router.post('/people/:id/factor-resets', form, postFactorReset(options));
  router.post('/people/:id/sign-outs', form, postSignOut(options));
  router.post('/people/:id/deactivations', form, postDeactivation(options));
  router.post('/people/:id/reactivations', form, postReactivation(options));
  router.get('/units', showUnits(options));
  router.post('/units', form, postUnit(options));
  router.get('/units/:id', showUnit(options));
  router.post('/units/:id', form, postUnitChange(options));
  router.get('/history', showHistory(options));
  return router;
}
