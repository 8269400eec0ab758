import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postReplies } from './by-mail.ts';
import { showAnswers } from './answers.ts';
import { showConversationPage } from './conversation.ts';
import { postKeeper, postKeeperRemoval } from './keepers.ts';
import { getReplyFile, postAnswer, showReply } from './reply.ts';

/** Answers that came to the desk, what is answered to them, and who has the case. */
export function conversationRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 10);
  router.get('/answers', showAnswers(options));
  router.get('/messages/:id/conversation', showConversationPage(options));
  router.get('/messages/:id/replies/:reply', showReply(options));
  router.get('/messages/:id/replies/:reply/files/:file', getReplyFile(options));
  router.post('/messages/:id/replies/:reply/answers', postAnswer(options));
  router.post('/messages/:id/keepers', form, postKeeper(options));
  router.post('/messages/:id/keepers/:person/removals', form, postKeeperRemoval(options));
  router.post('/account/replies', form, postReplies(options));
  return router;
}
