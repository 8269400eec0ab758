import type { FailuresPages } from './models/failures.ts';
import type { ReconciliationPages } from './models/reconciliation.ts';
import type { IncidentsPages } from './models/incidents.ts';
import type { BlocksPages } from './models/blocks.ts';
import type { MisdeliveriesPages } from './models/misdeliveries.ts';
import type { RecallsPages } from './models/recalls.ts';
import type { ErasuresPages } from './models/erasures.ts';
import type { ProofsPages } from './models/proofs.ts';
import type { ExportsPages } from './models/exports.ts';
import type { EvidencePages } from './models/evidence.ts';
import type { AccountPages } from './models/account.ts';
import type { ContactsPages } from './models/contacts.ts';
import type { DeskPages } from './models/desk.ts';
import type { IdentityPages } from './models/identity.ts';
import type { LadderPages } from './models/ladder.ts';
import type { AcknowledgementsPages } from './models/acknowledgements.ts';
import type { RepliesPages } from './models/replies.ts';
import type { ConversationsPages } from './models/conversations.ts';
import type { ReadersPages } from './models/readers.ts';
import type { MailboxesPages } from './models/mailboxes.ts';
import type { EidPages } from './models/eid.ts';
import type { ReturningPages } from './models/returning.ts';
import type { LooksPages } from './models/looks.ts';
import type { PasskeysPages } from './models/passkeys.ts';
import type { PeoplePages } from './models/people.ts';
import type { PolicyPages } from './models/policy.ts';
import type * as portal from './models/portal.ts';
import type * as recipient from './models/recipient.ts';
import type { SystemsPages } from './models/systems.ts';

/** Every page and what it needs to be told. Times are ISO 8601 strings in UTC; a page shows them in its zone. */
export interface Pages
  extends
    AccountPages,
    PasskeysPages,
    IdentityPages,
    DeskPages,
    LadderPages,
    AcknowledgementsPages,
    RepliesPages,
    ConversationsPages,
    ReadersPages,
    MailboxesPages,
    ReturningPages,
    EidPages,
    LooksPages,
    ErasuresPages,
    FailuresPages,
    ReconciliationPages,
    IncidentsPages,
    BlocksPages,
    MisdeliveriesPages,
    RecallsPages,
    ProofsPages,
    ExportsPages,
    EvidencePages,
    PeoplePages,
    SystemsPages,
    ContactsPages,
    PolicyPages {
  readonly landing: recipient.LandingPage;
  readonly message: recipient.MessagePage;
  readonly gone: recipient.GonePage;
  readonly 'link-not-found': recipient.NoFacts;
  readonly 'signed-out': recipient.SignedOutPage;
  readonly 'session-ended': recipient.SessionEndedPage;
  readonly front: recipient.NoFacts;
  readonly error: portal.ErrorPage;
  readonly outbox: portal.OutboxPage;
}

export type PageName = keyof Pages;
