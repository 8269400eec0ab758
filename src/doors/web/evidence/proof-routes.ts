import express, { type RequestHandler, type Router } from 'express';
import { makeProof } from '../../../desk/proofs/make-proof.ts';
import { Refusal } from '../../../message/refusals.ts';
import { signedIn, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, languageOf, param } from '../page.ts';
import { smallForm } from '../small-form.ts';
import { formatOf, sendBundle, sendPdf } from './send-proof.ts';

/** The evidence of one message, handed out. */
export function proofRoutes(options: WebOptions): Router {
  const router = express.Router();
  router.post('/messages/:id/proofs', smallForm('4kb', 5), postProof(options));
  return router;
}

/** `POST /desk/messages/{id}/proofs` with `format`: the file, or back to the message's page, which says why not. */
const postProof = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const id = param(request, 'id');
    const viewer = viewerOf(staff);
    const format = formatOf(field(request, 'format'));
    if (!format) throw new Refusal('invalid', 'A proof is json or pdf.', { field: 'format' });
    try {
      if (format === 'json') {
        await sendBundle(response, 'evidence', id, await makeProof(ctx, viewer, id, format));
      } else {
        const summary = await makeProof(ctx, viewer, id, format);
        await sendPdf(options, response, languageOf(ctx, request, response), 'evidence', id, summary);
      }
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
      const why = error.code === 'reason_needed' ? '' : `?error=${error.code}`;
      response.redirect(303, `/desk/messages/${id}${why}`);
    }
  });
