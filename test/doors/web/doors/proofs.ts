import { one, type Row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const proofs: readonly Row[] = [
  one(
    'POST /messages/:id/proofs',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
    { format: 'json' },
  ),
  one(
    'POST /messages/:id/proofs',
    'there, as a PDF',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.message,
    { format: 'pdf' },
  ),
];
