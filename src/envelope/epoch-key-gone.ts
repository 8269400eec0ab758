import { Fatal } from '../message/refusals.ts';

/** An epoch key was destroyed: what was sealed under it cannot be opened by anybody, ever. */
export class EpochKeyGone extends Fatal {}
