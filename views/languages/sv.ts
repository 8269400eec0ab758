import { eid } from './sv/eid.ts';
import { returning } from './sv/returning.ts';
import { mailboxes } from './sv/mailboxes.ts';
import { readers } from './sv/readers.ts';
import { conversations } from './sv/conversations.ts';
import { replies } from './sv/replies.ts';
import { acknowledgements } from './sv/acknowledgements.ts';
import { ladder } from './sv/ladder.ts';
import { silence } from './sv/silence.ts';
import { reconciliation } from './sv/reconciliation.ts';
import { alarms } from './sv/alarms.ts';
import { failures } from './sv/failures.ts';
import { incidents } from './sv/incidents.ts';
import { dossier } from './sv/dossier.ts';
import { blocks } from './sv/blocks.ts';
import { misdeliveries } from './sv/misdeliveries.ts';
import { recalls } from './sv/recalls.ts';
import { signatures } from './sv/signatures.ts';
import { verifier } from './sv/verifier.ts';
import { erasures } from './sv/erasures.ts';
import { proofs } from './sv/proofs.ts';
import { exports } from './sv/exports.ts';
import { evidence } from './sv/evidence.ts';
import type { Texts } from './en.ts';
import { account } from './sv/account.ts';
import { people } from './sv/people.ts';
import { units } from './sv/units.ts';
import { history } from './sv/history.ts';
import { systems } from './sv/systems.ts';
import { passkeys } from './sv/passkeys.ts';
import { identity } from './sv/identity.ts';
import { contacts } from './sv/contacts.ts';
import { policy } from './sv/policy.ts';
import { looks } from './sv/looks.ts';
import { common } from './sv/common.ts';
import { compose } from './sv/compose.ts';
import { delivery } from './sv/delivery.ts';
import { desk } from './sv/desk.ts';
import { events } from './sv/events.ts';
import { landing } from './sv/landing.ts';
import { notices } from './sv/notices.ts';
import { portal } from './sv/portal.ts';
import { recipient } from './sv/recipient.ts';
import { refusals } from './sv/refusals.ts';
import { statuses } from './sv/statuses.ts';

export const sv = {
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
