import { eid } from './da/eid.ts';
import { returning } from './da/returning.ts';
import { mailboxes } from './da/mailboxes.ts';
import { readers } from './da/readers.ts';
import { conversations } from './da/conversations.ts';
import { replies } from './da/replies.ts';
import { acknowledgements } from './da/acknowledgements.ts';
import { ladder } from './da/ladder.ts';
import { silence } from './da/silence.ts';
import { reconciliation } from './da/reconciliation.ts';
import { alarms } from './da/alarms.ts';
import { failures } from './da/failures.ts';
import { incidents } from './da/incidents.ts';
import { dossier } from './da/dossier.ts';
import { blocks } from './da/blocks.ts';
import { misdeliveries } from './da/misdeliveries.ts';
import { recalls } from './da/recalls.ts';
import { signatures } from './da/signatures.ts';
import { verifier } from './da/verifier.ts';
import { erasures } from './da/erasures.ts';
import { proofs } from './da/proofs.ts';
import { exports } from './da/exports.ts';
import { evidence } from './da/evidence.ts';
import { account } from './da/account.ts';
import { people } from './da/people.ts';
import { units } from './da/units.ts';
import { history } from './da/history.ts';
import { systems } from './da/systems.ts';
import { passkeys } from './da/passkeys.ts';
import { identity } from './da/identity.ts';
import { contacts } from './da/contacts.ts';
import { policy } from './da/policy.ts';
import { looks } from './da/looks.ts';
import { common } from './da/common.ts';
import { compose } from './da/compose.ts';
import { delivery } from './da/delivery.ts';
import { desk } from './da/desk.ts';
import { events } from './da/events.ts';
import { landing } from './da/landing.ts';
import { notices } from './da/notices.ts';
import { portal } from './da/portal.ts';
import { recipient } from './da/recipient.ts';
import { refusals } from './da/refusals.ts';
import { statuses } from './da/statuses.ts';
import type { Texts } from './en.ts';

export const da = {
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
} satisfies Texts;
