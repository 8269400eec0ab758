import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallJson } from '../small-form.ts';
import { getOwnFile, getOwnReply } from './own-replies.ts';
import { getReplies, postReply } from './replies.ts';
import { deleteUpload, headUpload, patchUpload, postUpload, putDraft } from './reply-uploads.ts';
import { headDelivery } from './show.ts';

/** Answers of recipients, and their drafts. */
export function replyRoutes(options: WebOptions): Router {
  const router = express.Router();
  const one = '/:token/replies/:id';
  const upload = '/:token/replies/uploads/:id';
  router.head(upload, headUpload(options));
  router.head(['/:token/replies', one, `${one}/attachments/:attachment`], headDelivery(options));
  router.get('/:token/replies', getReplies(options));
  router.post('/:token/replies', postReply(options));
  router.put('/:token/replies/draft', smallJson('1mb'), putDraft(options));
  router.post('/:token/replies/uploads', smallJson('16kb'), postUpload(options));
  router.patch(upload, patchUpload(options));
  router.delete(upload, deleteUpload(options));
  router.get(one, getOwnReply(options));
  router.get(`${one}/attachments/:attachment`, getOwnFile(options));
  return router;
}
