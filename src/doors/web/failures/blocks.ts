import type { Request, RequestHandler, Response } from 'express';
import type { BlockPage } from '../../../../views/models/blocks.ts';
import { mayKeep } from '../../../desk/blocks/block.ts';
import { earlierDeliveries } from '../../../desk/blocks/earlier-deliveries.ts';
import { liftBlock } from '../../../desk/blocks/lift-block.ts';
import { findBlock, listBlocks } from '../../../desk/blocks/list-blocks.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty, personOf, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { earlierView, keeperOf } from './block-form.ts';

const onPage = 50;

/** `GET /desk/blocks`; with `delivery` it leads to where one is made about that. */
export const showBlocks = (options: WebOptions): RequestHandler =>
  onDuty(options, 'blocks', async (request, response, staff) => {
    const { ctx } = options;
    const { delivery } = request.query;
    if (typeof delivery === 'string') {
      response.redirect(303, `/desk/blocks/new?delivery=${encodeURIComponent(delivery)}`);
      return;
    }
    const lifted = request.query.lifted !== undefined;
    const after = typeof request.query.after === 'string' ? request.query.after : undefined;
    const { blocks, next } = await listBlocks(ctx, keeperOf(staff), { lifted, after, limit: onPage });
    sendPage(ctx, request, response, 'desk-blocks', {
      person: personOf(staff),
      lifted,
      blocks,
      next: next ? `/desk/blocks?${lifted ? 'lifted=1&' : ''}after=${next}` : null,
      done: request.query.done === 'lifted' ? 'lifted' : null,
    });
  });

export const showBlock = (options: WebOptions): RequestHandler =>
  onDuty(options, 'blocks', (request, response, staff) =>
    show(options, request, response, staff, {
      done: request.query.done === 'made' ? 'made' : null,
      problem: null,
    }),
  );

export const postLift = (options: WebOptions): RequestHandler =>
  onDuty(options, 'blocks', async (request, response, staff) => {
    try {
      await liftBlock(options.ctx, keeperOf(staff), param(request, 'id'));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'already_closed') throw error;
      return show(options, request, response, staff, { done: null, problem: error.code });
    }
    response.redirect(303, '/desk/blocks?done=lifted');
  });

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: Pick<BlockPage, 'done' | 'problem'>,
): Promise<void> {
  const keeper = keeperOf(staff);
  const block = await findBlock(ctx, keeper, param(request, 'id'));
  const earlier = await earlierDeliveries(ctx, viewerOf(staff), block.pattern);
  const model: BlockPage = {
    person: personOf(staff),
    block,
    mayLift: mayKeep(keeper, block.unit),
    earlier: earlierView(earlier),
    ...state,
  };
  const status = state.problem ? 409 : 200;
  sendPage(ctx, request, response, 'desk-block', model, { status, path: `/desk/blocks/${block.id}` });
}
