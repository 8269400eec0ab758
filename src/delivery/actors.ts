import type { Actor } from '../evidence/record-event.ts';
import type { Context } from './context.ts';

/** Segl acting by itself. */
export const segl = (ctx: Context): Actor => ({ kind: 'system', id: ctx.settings.installation });

/** The recipient of a delivery, named by the delivery's own random id. */
export const recipient = (delivery: string): Actor => ({ kind: 'recipient', id: delivery });
