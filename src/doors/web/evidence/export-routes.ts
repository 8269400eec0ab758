import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { getExportFile, getExportManifest } from './export-file.ts';
import { postExport, postExportDeletion, showExport, showExports } from './exports.ts';

/** Files of evidence: asked for, followed, downloaded, deleted. */
export function exportRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 20);
  router.get('/exports', showExports(options));
  router.post('/exports', form, postExport(options));
  router.get('/exports/:id', showExport(options));
  router.get('/exports/:id/file', getExportFile(options));
  router.get('/exports/:id/manifest', getExportManifest(options));
  router.post('/exports/:id/deletions', form, postExportDeletion(options));
  return router;
}
