import { Refusal } from '../../../message/refusals.ts';
import { askForReason } from '../desk/looks.ts';
import type { StaffHandler } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param } from '../page.ts';

/** Runs a handler of something that belongs to the message `:id`; where that needs a reason, the reason is asked for. */
export const orReason =
  (options: WebOptions, handler: StaffHandler): StaffHandler =>
  async (request, response, staff) => {
    try {
      await handler(request, response, staff);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'reason_needed') throw error;
      await askForReason(options, request, response, staff, param(request, 'id'));
    }
  };
