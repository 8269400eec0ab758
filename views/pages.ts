import type { PageName, Pages } from './models.ts';
import { accountPages } from './pages/account.ts';
import { contactsPages } from './pages/contacts.ts';
import { deskPages } from './pages/desk.ts';
import { identityPages } from './pages/identity.ts';
import { evidencePages } from './pages/evidence.ts';
import { exportsPages } from './pages/exports.ts';
import { proofsPages } from './pages/proofs.ts';
import { recallsPages } from './pages/recalls.ts';
import { misdeliveriesPages } from './pages/misdeliveries.ts';
import { blocksPages } from './pages/blocks.ts';
import { incidentsPages } from './pages/incidents.ts';
import { failuresPages } from './pages/failures.ts';
import { reconciliationPages } from './pages/reconciliation.ts';
import { erasuresPages } from './pages/erasures.ts';
import { ladderPages } from './pages/ladder.ts';
import { acknowledgementsPages } from './pages/acknowledgements.ts';
import { repliesPages } from './pages/replies.ts';
import { conversationsPages } from './pages/conversations.ts';
import { readersPages } from './pages/readers.ts';
import { mailboxesPages } from './pages/mailboxes.ts';
import { eidPages } from './pages/eid.ts';
import { returningPages } from './pages/returning.ts';
import { looksPages } from './pages/looks.ts';
import { passkeysPages } from './pages/passkeys.ts';
import { peoplePages } from './pages/people.ts';
import { policyPages } from './pages/policy.ts';
import { systemsPages } from './pages/systems.ts';
import { flag, type PageDefinition } from './pages/definition.ts';

export const pages: { readonly [Name in PageName]: PageDefinition<Pages[Name]> } = {
  landing: {
    template: 'recipient/landing',
    title: (t, { unit, error }) => flag(t, t.landing.title(unit), error !== null),
    scripts: ['passkey.js'],
  },
  message: {
    template: 'recipient/message',
    title: (_t, { subject, unit }) => subject || unit,
    // A passkey may sign on it.
    scripts: ['passkey.js'],
  },
  gone: { template: 'recipient/gone', title: (t, { kind }) => t.recipient.gone[kind].title },
  'link-not-found': { template: 'recipient/link-not-found', title: (t) => t.recipient.notFound.title },
  'signed-out': { template: 'recipient/signed-out', title: (t) => t.recipient.signedOut.title },
  'session-ended': { template: 'recipient/session-ended', title: (t) => t.recipient.sessionEnded.title },
  front: { template: 'portal/front', title: (t) => t.portal.front.title },
  error: { template: 'portal/error', title: (t, { kind }) => t.portal.errors[kind].title },
  outbox: { template: 'portal/outbox', title: (t) => t.portal.outbox.title, wide: true },
  ...accountPages,
  ...contactsPages,
  ...deskPages,
  ...identityPages,
  ...ladderPages,
  ...acknowledgementsPages,
  ...repliesPages,
  ...conversationsPages,
  ...readersPages,
  ...mailboxesPages,
  ...returningPages,
  ...eidPages,
  ...looksPages,
  ...erasuresPages,
  ...failuresPages,
  ...reconciliationPages,
  ...incidentsPages,
  ...blocksPages,
  ...misdeliveriesPages,
  ...recallsPages,
  ...proofsPages,
  ...exportsPages,
  ...evidencePages,
  ...passkeysPages,
  ...peoplePages,
  ...policyPages,
  ...systemsPages,
};
