import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postTask, showLetter, showTasks } from './tasks.ts';

/** What people do about messages that stay unread. */
export function ladderRoutes(options: WebOptions): Router {
  const router = express.Router();
  router.get('/deliveries/:id/tasks', showTasks(options));
  router.post('/deliveries/:id/tasks', smallForm('64kb', 10), postTask(options));
  router.get('/deliveries/:id/letter', showLetter(options));
  return router;
}
