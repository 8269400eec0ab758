import type { RequestHandler } from 'express';
import type { DeletionError } from '../../../../views/models/misdeliveries.ts';
import { confirmDeletion } from '../../../delivery/confirm-deletion.ts';
import { deletionState } from '../../../delivery/deletion-state.ts';
import { isPassedOn } from '../../../message/misdeliveries.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field } from '../page.ts';
import { codeProblem } from './code-problem.ts';
import { showDeletion } from './deletion-page.ts';
import { basePath, linkedDelivery } from './landing.ts';

/**
 * `POST /m/<token>/deletions` with `code` and `passedOn=no|yes|unknown`: right, 303 to thanks; wrong, 422 with the tries
 * left; without an answer, 422, uncounted. Who was asked nothing: 409; who has no tries left: 410.
 */
export const postDeletion =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    const code = field(request, 'code');
    const passedOn = field(request, 'passedOn');
    const answer = isPassedOn(passedOn) ? passedOn : null;
    const again = async (error: DeletionError | undefined, typed = ''): Promise<void> => {
      const state = await deletionState(ctx.db, delivery.id);
      if (!state) throw new Refusal('not_asked');
      if (state === 'confirmed') return response.redirect(303, basePath(request));
      const status = error?.kind === 'budget' ? 429 : 422;
      const form = { error, status, typed: typed.slice(0, 40), passedOn: answer };
      await showDeletion(ctx, request, response, delivery, state, state === 'asked' ? form : {});
    };
    if (!answer) return again({ kind: 'passed_on' }, code);
    try {
      await confirmDeletion(ctx, delivery, { code, passedOn: answer }, clientOf(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const problem = codeProblem(error);
      if (!problem && error.code !== 'gone') throw error;
      return again(problem);
    }
    response.redirect(303, basePath(request));
  };
