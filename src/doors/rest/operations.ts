import type { Operation } from './operation.ts';
import { administrationOperations } from './operations-administration.ts';
import { deliveryOperations } from './operations-deliveries.ts';
import { messageOperations } from './operations-messages.ts';
import { policyOperations } from './operations-policy.ts';

/** Everything that this door does. */
export const operations: readonly Operation[] = [
  ...messageOperations,
  ...deliveryOperations,
  ...administrationOperations,
  ...policyOperations,
];
