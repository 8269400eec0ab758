import type { Request, RequestHandler, Response } from 'express';
import type { SilencePage } from '../../../../views/models/reconciliation.ts';
import { listSilences } from '../../../delivery/silence/list-silences.ts';
import { wordLength } from '../../../desk/failures/close-failures.ts';
import { closeSilence } from '../../../desk/silence/close-silence.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { hasDutySomewhere, unitsForDuty } from '../../../message/rights.ts';
import { onDuty, personOf, staffActor } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';

const path = '/desk/silence';

export const showSilence = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', (request, response, staff) => show(options, request, response, staff, null));

export const postSilenceClosure = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', async (request, response, staff) => {
    const id = param(request, 'id');
    const word = field(request, 'word');
    const keeper = {
      actor: staffActor(staff),
      name: staff.name,
      units: unitsForDuty(staff.grants, 'failures'),
    };
    try {
      await closeSilence(options.ctx, keeper, id, word);
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'already_closed'].includes(error.code)) throw error;
      const problem = error.code === 'invalid' ? 'word' : 'gone';
      return show(options, request, response, staff, { id, word, problem });
    }
    response.redirect(303, `${path}?done=closed`);
  });

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  error: SilencePage['error'],
): Promise<void> {
  const silences = await listSilences(ctx, unitsForDuty(staff.grants, 'failures'));
  const mayBlock = hasDutySomewhere(staff.grants, 'blocks');
  const model: SilencePage = {
    person: personOf(staff),
    rows: silences.map(({ deliveries, listedAt: _, ...row }) => ({
      ...row,
      block: mayBlock ? `/desk/blocks/new?delivery=${deliveries[0]!.id}` : null,
      newest: deliveries.map(({ message, sentAt }) => ({ message, sentAt })),
    })),
    most: wordLength,
    isDone: request.query.done === 'closed',
    error,
  };
  const status = error === null ? 200 : error.problem === 'word' ? 422 : 409;
  sendPage(ctx, request, response, 'desk-reconciliation-silence', model, { status, path });
}
