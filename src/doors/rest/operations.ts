import { ladderOperations } from './operations-ladder.ts';
import { reconciliationOperations } from './operations-reconciliation.ts';
import { blockOperations } from './operations-blocks.ts';
import { dossierOperations } from './operations-dossier.ts';
import { incidentOperations } from './operations-incidents.ts';
import { failureOperations } from './operations-failures.ts';
import { recallOperations } from './operations-recalls.ts';
import { erasureOperations } from './operations-erasures.ts';
import { proofOperations } from './operations-proofs.ts';
import { evidenceOperations } from './operations-evidence.ts';
import type { Operation } from './operation.ts';
import { contactOperations } from './operations-contacts.ts';
import { mailboxOperations } from './operations-mailboxes.ts';
import { deliveryOperations } from './operations-deliveries.ts';
import { historyOperations } from './operations-history.ts';
import { logOperations } from './operations-log.ts';
import { messageOperations } from './operations-messages.ts';
import { peopleOperations } from './operations-people.ts';
import { policyOperations } from './operations-policy.ts';
import { replyOperations } from './operations-replies.ts';
import { systemOperations } from './operations-systems.ts';
import { unitOperations } from './operations-units.ts';

/** Everything that this door does. */
export const operations: readonly Operation[] = [
  ...messageOperations,
  ...deliveryOperations,
  ...replyOperations,
  ...systemOperations,
  ...peopleOperations,
  ...unitOperations,
  ...historyOperations,
  ...contactOperations,
  ...mailboxOperations,
  ...policyOperations,
  ...erasureOperations,
  ...ladderOperations,
  ...reconciliationOperations,
  ...blockOperations,
  ...incidentOperations,
  ...dossierOperations,
  ...failureOperations,
  ...recallOperations,
  ...proofOperations,
  ...evidenceOperations,
  ...logOperations,
];
