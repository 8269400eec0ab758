import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { getAttachment } from './attachments.ts';
import { postCode } from './codes.ts';
import { getContentFile } from './content-file.ts';
import { getHtml } from './html-frame.ts';
import { postOpening } from './openings.ts';
import { misdeliveryRoutes } from './misdelivery-routes.ts';
import { acknowledgementRoutes } from './acknowledgement-routes.ts';
import { recipientPasskeyRoutes } from './passkey-routes.ts';
import { eidRoutes } from './eid-routes.ts';
import { replyRoutes } from './reply-routes.ts';
import { readerRoutes } from './reader-routes.ts';
import { receiptRoutes } from './receipt-routes.ts';
import { headDelivery, showDelivery } from './show.ts';
import { postSignOut } from './sign-out.ts';

/** Everything below `/m/<token>`. HEAD stands first: Express would otherwise answer it with the GET. */
export function recipientRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 20);
  router.head(
    ['/:token', '/:token/content', '/:token/content.json', '/:token/attachments/:id'],
    headDelivery(options),
  );
  router.get('/:token', showDelivery(options));
  router.get('/:token/content', getHtml(options));
  router.get('/:token/content.json', getContentFile(options));
  router.get('/:token/attachments/:id', getAttachment(options));
  router.post('/:token/codes', form, postCode(options));
  router.post('/:token/openings', form, postOpening(options));
  router.post('/:token/sign-out', form, postSignOut(options));
  router.use(acknowledgementRoutes(options));
  router.use(recipientPasskeyRoutes(options));
  router.use(eidRoutes(options));
  router.use(replyRoutes(options));
  router.use(readerRoutes(options));
  router.use(receiptRoutes(options));
  router.use(misdeliveryRoutes(options));
  return router;
}
