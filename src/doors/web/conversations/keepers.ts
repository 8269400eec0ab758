import type { RequestHandler, Response } from 'express';
import { giveBack, handOver } from '../../../desk/conversations/hand-over.ts';
import { Refusal } from '../../../message/refusals.ts';
import { signedIn, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';

/** `POST /desk/messages/{id}/keepers` with `person`: gives the case to a colleague. */
export const postKeeper = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const id = param(request, 'id');
    await back(response, id, 'given', () =>
      handOver(options.ctx, viewerOf(staff), id, field(request, 'person')),
    );
  });

/** `POST /desk/messages/{id}/keepers/{person}/removals`: takes it back, or gives it back. */
export const postKeeperRemoval = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const [id, person] = [param(request, 'id'), param(request, 'person')];
    const take = () => giveBack(options.ctx, viewerOf(staff), id, person);
    if (person !== staff.id) return back(response, id, 'returned', take);
    // The message may be theirs no longer.
    await take();
    response.redirect(303, '/desk/answers');
  });

async function back(response: Response, id: string, done: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
    response.redirect(303, `/desk/messages/${id}?done=${done}`);
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'reason_needed'].includes(error.code)) throw error;
    response.redirect(303, `/desk/messages/${id}?error=${error.code}`);
  }
}
