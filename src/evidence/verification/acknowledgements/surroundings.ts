import type { Trust } from '../../../message/verification.ts';
import type { Bundle } from '../../bundle/format.ts';
import type { OpenedJws } from '../../bundle/verify-jws.ts';
import type { CheckedCheckpoint } from '../check-checkpoint.ts';
import type { CheckedEvent } from '../check-events.ts';

/** All that an acknowledgement is compared with. */
export interface Surroundings {
  readonly bundle: Bundle;
  readonly checked: readonly CheckedEvent[];
  readonly checkpoint: CheckedCheckpoint;
  /** The file's own signature. */
  readonly jws: OpenedJws;
  readonly trust: Trust;
}
