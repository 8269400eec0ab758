import type { Request, RequestHandler, Response } from 'express';
import type { NewBlockPage } from '../../../../views/models/blocks.ts';
import { blockReasonLength, mayKeep } from '../../../desk/blocks/block.ts';
import { earlierDeliveries, findBlockable } from '../../../desk/blocks/earlier-deliveries.ts';
import { makeBlock } from '../../../desk/blocks/make-block.ts';
import { listUnits } from '../../../desk/people/units.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { isUuid } from '../../../message/ids.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty, personOf, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { earlierView, keeperOf } from './block-form.ts';

interface Form {
  readonly delivery: string;
  /** Null: what the delivery proposes. */
  readonly pattern: string | null;
  readonly unit: string | null;
  readonly reason: string;
}

/** `GET /desk/blocks/new`; with `delivery` it proposes what to block, and lists what was sent there before. */
export const showNewBlock = (options: WebOptions): RequestHandler =>
  onDuty(options, 'blocks', (request, response, staff) => {
    const { delivery } = request.query;
    const form = {
      delivery: typeof delivery === 'string' ? delivery : '',
      pattern: null,
      unit: null,
      reason: '',
    };
    return show(options, request, response, staff, form, null);
  });

export const postBlock = (options: WebOptions): RequestHandler =>
  onDuty(options, 'blocks', async (request, response, staff) => {
    const [delivery, pattern, unit, reason] = ['delivery', 'pattern', 'unit', 'reason'].map((name) =>
      field(request, name).slice(0, 4_000).toWellFormed(),
    ) as [string, string, string, string];
    const form = { delivery, pattern, unit, reason };
    if (unit !== '*' && !isUuid(unit)) return show(options, request, response, staff, form, 'unit');
    let id: string;
    try {
      id = await makeBlock(options.ctx, keeperOf(staff), {
        pattern,
        unit: unit === '*' ? null : unit,
        reason,
        sure: field(request, 'sure') !== '',
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'forbidden') throw error;
      return show(options, request, response, staff, form, problemOf(error));
    }
    response.redirect(303, `/desk/blocks/${id}?done=made`);
  });

function problemOf({ code, facts }: Refusal): NewBlockPage['problem'] {
  const blamed = (['pattern', 'reason', 'unit'] as const).find((each) => each === facts.field);
  return code === 'invalid' && blamed ? blamed : code;
}

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  form: Form,
  problem: NewBlockPage['problem'],
): Promise<void> {
  const keeper = keeperOf(staff);
  const viewer = viewerOf(staff);
  const found = form.delivery === '' ? null : await findBlockable(ctx, viewer, form.delivery);
  const units = (await listUnits(ctx)).filter(({ id }) => mayKeep(keeper, id));
  const proposed = found && (found.reported === 'domain' ? found.domain : found.address);
  const everywhere = mayKeep(keeper, null);
  const near = units.find(({ id }) => id === (found?.unit ?? staff.unit)) ?? units[0];
  const model: NewBlockPage = {
    person: personOf(staff),
    pattern: form.pattern ?? proposed ?? '',
    unit: form.unit ?? (everywhere ? '*' : (near?.id ?? '')),
    reason: form.reason,
    most: blockReasonLength,
    units: units.map(({ id, name }) => ({ id, name })),
    everywhere,
    about: found && {
      delivery: form.delivery,
      address: found.address,
      domain: found.domain,
      reported: found.reported,
      earlier: earlierView(await earlierDeliveries(ctx, viewer, found.domain)),
    },
    problem,
  };
  const path = found ? `/desk/blocks/new?delivery=${form.delivery}` : '/desk/blocks/new';
  sendPage(ctx, request, response, 'desk-block-new', model, { status: problem ? 422 : 200, path });
}
