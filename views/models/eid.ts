import type { EidProblem } from '../../src/message/eid-problems.ts';

/** Pages of eID, by their names. `eid`: what people call it, as `MitID`. */
export interface EidPages {
  'eid-onward': EidOnwardPage;
  'eid-lost': EidLostPage;
  'eid-failed': EidFailedPage;
}

/** Leads to the provider by itself at once (`Refresh`): a form may lead nowhere but here. */
export interface EidOnwardPage {
  readonly eid: string;
  readonly href: string;
}

/** Somebody came back from the provider, and nothing says where they came from. */
export interface EidLostPage {
  readonly eid: string;
}

/** Nothing was signed. */
export interface EidFailedPage {
  readonly base: string;
  readonly eid: string;
  readonly problem: EidProblem;
}
