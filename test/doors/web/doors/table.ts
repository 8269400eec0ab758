import { account } from './account.ts';
import { contacts } from './contacts.ts';
import { evidence } from './evidence.ts';
import { recalls } from './recalls.ts';
import { incidents } from './incidents.ts';
import { failures } from './failures.ts';
import { reconciliation } from './reconciliation.ts';
import { blocks } from './blocks.ts';
import { ladder } from './ladder.ts';
import { mailboxes } from './mailboxes.ts';
import { conversations } from './conversations.ts';
import { messages } from './messages.ts';
import { people } from './people.ts';
import { proofs } from './proofs.ts';
import { none, type Row, row } from './row.ts';
import { systems } from './systems.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

const policy: readonly Row[] = [
  row('GET /policy', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 403 403 ok'),
  row('GET /policy/change', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 403 403 ok'),
  row('POST /policy', '', '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 403 ok', () => ({
    form: { decision: '', secure: 'all', unitClaim: 'department', confirm: 'nobody' },
  })),
];

export const rows: readonly Row[] = [
  ...account,
  ...messages,
  ...conversations,
  ...proofs,
  ...people,
  ...systems,
  ...contacts,
  ...mailboxes,
  ...policy,
  ...evidence,
  ...recalls,
  ...ladder,
  ...incidents,
  ...failures,
  ...reconciliation,
  ...blocks,
];

/** Comes last: from there on nobody is signed in. */
export const signingOut = row(
  'POST /sign-out',
  '',
  'in in in in in | in in | in in in | in in in in',
  () => ({
    form: none,
  }),
);

/** Where an administrator of everything proves anew who they are, after half an hour. */
export const needingProof: readonly string[] = [
  'POST /account/totp',
  'POST /account/totp/confirmations (no code)',
  'POST /account/totp/removals',
  'POST /passkeys/challenges (to add one)',
  'POST /passkeys/:id/removals (of somebody else)',
  'POST /people (an administrator here)',
  'POST /people (an administrator of all)',
  'POST /people (an officer of there, here)',
  'POST /people/:id (somebody mightier here)',
  'POST /people/:id (here, to administer all)',
  'POST /people/:id/links (here)',
  'POST /people/:id/links (there)',
  'POST /people/:id/links (somebody mightier here)',
  'POST /people/:id/factor-resets (here)',
  'POST /people/:id/factor-resets (there)',
  'POST /people/:id/factor-resets (somebody mightier here)',
  'POST /people/:id/sign-outs (somebody mightier here)',
  'POST /people/:id/deactivations (somebody mightier here)',
  'POST /people/:id/reactivations (somebody mightier here)',
  'POST /people/:id/links (somebody who writes there too)',
  'GET /systems/new',
  'POST /systems (here)',
  'POST /systems (there)',
  'POST /systems (from any address)',
  'POST /systems (that reads everything)',
  'POST /systems/:id (here)',
  'POST /systems/:id (there)',
  'GET /systems/:id/edit (here)',
  'GET /systems/:id/edit (there)',
  'GET /systems/:id/openings (here)',
  'GET /systems/:id/openings (there)',
  'POST /systems/:id/openings (here)',
  'POST /systems/:id/openings (there)',
  'GET /systems/:id/secrets/new (here)',
  'GET /systems/:id/secrets/new (there)',
  'POST /systems/:id/secrets (here)',
  'POST /systems/:id/secrets (there)',
  'POST /systems/:id/secrets (here, that manages people)',
  'GET /systems/:id/secrets/:secret/expiries (here)',
  'GET /systems/:id/secrets/:secret/expiries (there)',
  'POST /systems/:id/secrets/:secret/expiries (here)',
  'POST /systems/:id/secrets/:secret/expiries (there)',
  'GET /policy/change',
  'POST /policy',
];
