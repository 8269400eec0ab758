import { eid } from './en/eid.ts';
import { returning } from './en/returning.ts';
import { mailboxes } from './en/mailboxes.ts';
import { readers } from './en/readers.ts';
import { conversations } from './en/conversations.ts';
import { replies } from './en/replies.ts';
import { acknowledgements } from './en/acknowledgements.ts';
import { ladder } from './en/ladder.ts';
import { silence } from './en/silence.ts';
import { reconciliation } from './en/reconciliation.ts';
import { alarms } from './en/alarms.ts';
import { failures } from './en/failures.ts';
import { incidents } from './en/incidents.ts';
import { dossier } from './en/dossier.ts';
import { blocks } from './en/blocks.ts';
import { misdeliveries } from './en/misdeliveries.ts';
import { recalls } from './en/recalls.ts';
import { signatures } from './en/signatures.ts';
import { verifier } from './en/verifier.ts';
import { erasures } from './en/erasures.ts';
import { proofs } from './en/proofs.ts';
import { exports } from './en/exports.ts';
import { evidence } from './en/evidence.ts';
import { account } from './en/account.ts';
import { people } from './en/people.ts';
import { units } from './en/units.ts';
import { history } from './en/history.ts';
import { systems } from './en/systems.ts';
import { passkeys } from './en/passkeys.ts';
import { identity } from './en/identity.ts';
import { contacts } from './en/contacts.ts';
import { policy } from './en/policy.ts';
import { looks } from './en/looks.ts';
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
  account,
  people,
  units,
  history,
  systems,
  passkeys,
  identity,
  contacts,
  policy,
  evidence,
  exports,
  proofs,
  erasures,
  signatures,
  verifier,
  recalls,
  misdeliveries,
  blocks,
  incidents,
  dossier,
  failures,
  alarms,
  silence,
  reconciliation,
  ladder,
  acknowledgements,
  replies,
  conversations,
  readers,
  mailboxes,
  returning,
  eid,
  looks,
};

export type Texts = typeof en;
