import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import {
  postClosure,
  postDecision,
  postIncidentMessage,
  postMessageRemoval,
  postReopening,
  postTask,
  postTaskCompletion,
  postTold,
} from './incident-actions.ts';
import { postIncidentChange } from './incident-changes.ts';
import { getDossier } from './incident-dossier.ts';
import { postLetter, showLetter } from './incident-letters.ts';
import { showIncident } from './incident-page.ts';
import { postIncident, showNewIncident } from './new-incident.ts';
import { postRegister, showIncidents } from './register.ts';

/** Incidents: the register, each with its 72 hours, its letters and its dossier. */
export function incidentRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('256kb', 60);
  // A hidden field for each message that it is about.
  const opening = smallForm('2mb', 10_020);
  router.get('/incidents', showIncidents(options));
  router.get('/incidents/new', showNewIncident(options));
  router.post('/incidents', opening, postIncident(options));
  router.post('/incidents/registers', form, postRegister(options));
  router.get('/incidents/:id', showIncident(options));
  router.post('/incidents/:id/changes', form, postIncidentChange(options));
  router.post('/incidents/:id/messages', form, postIncidentMessage(options));
  router.post('/incidents/:id/messages/removals', form, postMessageRemoval(options));
  router.post('/incidents/:id/told', form, postTold(options));
  router.post('/incidents/:id/tasks', form, postTask(options));
  router.post('/incidents/:id/tasks/:task/completions', form, postTaskCompletion(options));
  router.post('/incidents/:id/decisions', form, postDecision(options));
  router.get('/incidents/:id/letters', showLetter(options));
  router.post('/incidents/:id/letters', form, postLetter(options));
  router.post('/incidents/:id/closures', form, postClosure(options));
  router.post('/incidents/:id/reopenings', form, postReopening(options));
  router.get('/incidents/:id/dossier', getDossier(options));
  return router;
}
