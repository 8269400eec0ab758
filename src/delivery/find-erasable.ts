import { Refusal } from '../message/refusals.ts';
import type { Context } from './context.ts';
import type { Eraser } from './erase-message.ts';
import type { Viewer } from './message-access.ts';
import { type MessageOverview, showMessage } from './show-message.ts';

/** A message that somebody may both see and erase. Refuses not_found, reason_needed. */
export async function findErasable(
  ctx: Context,
  viewer: Viewer,
  { units }: Eraser,
  id: string,
): Promise<MessageOverview> {
  const message = await showMessage(ctx, viewer, id);
  if (units !== null && !units.includes(message.unitId)) throw new Refusal('not_found');
  return message;
}
