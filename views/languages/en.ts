import { common } from './en/common.ts';
import { compose } from './en/compose.ts';
import { delivery } from './en/delivery.ts';
import { desk } from './en/desk.ts';
import { events } from './en/events.ts';
import { landing } from './en/landing.ts';
import { notices } from './en/notices.ts';
import { portal } from './en/portal.ts';
import { recipient } from './en/recipient.ts';
import { refusals } from './en/refusals.ts';
import { statuses } from './en/statuses.ts';

/** English says which texts there are; the other languages have to have the same ones. */
export const en = {
  common,
  landing,
  recipient,
  portal,
  desk,
  compose,
  delivery,
  statuses,
  events,
  refusals,
  notices,
};

export type Texts = typeof en;
