import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postContact, postContactChange, postDeletion, showContact, showNewContact } from './contact.ts';
import { postApplication, postDiscard, postUndo, showImport } from './contact-import.ts';
import { postImport, showImports } from './contact-imports.ts';
import { postContactSearch, postRestoration, showContacts } from './contacts.ts';

/** The directory of contacts. */
export function contactRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('64kb', 50);
  router.get('/contacts', showContacts(options));
  router.post('/contacts/searches', form, postContactSearch(options));
  router.post('/contacts/restorations', form, postRestoration(options));
  router.get('/contacts/new', showNewContact(options));
  router.post('/contacts', form, postContact(options));
  router.get('/contacts/imports', showImports(options));
  router.post('/contacts/imports', postImport(options));
  router.get('/contacts/imports/:id', showImport(options));
  router.post('/contacts/imports/:id/applications', form, postApplication(options));
  router.post('/contacts/imports/:id/discards', form, postDiscard(options));
  router.post('/contacts/imports/:id/undos', form, postUndo(options));
  router.get('/contacts/:id', showContact(options));
  router.post('/contacts/:id', form, postContactChange(options));
  router.post('/contacts/:id/deletions', form, postDeletion(options));
  return router;
}
