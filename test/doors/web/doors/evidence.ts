import type { House } from './house.ts';
import { at, one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

/** A search of the officer here. */
async function search(house: House): Promise<string> {
  const { headers } = await house.visitorOf('officer').post('/desk/evidence/searches', { sender: '' });
  return String(headers.location).split('/').at(-1)!;
}

/** A file of somebody, as it stands once it is made. */
async function file(house: House, by: 'officer' | 'chief'): Promise<string> {
  const { headers } = await house.visitorOf(by).post('/desk/exports', { format: 'csv' });
  const path = String(headers.location);
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await house.visitorOf(by).get(path)).text.includes(`${path}/file`)) return path.split('/').at(-1)!;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The file was not made within ten seconds');
}

const officers = (house: House) => file(house, 'officer');
const chiefs = (house: House) => file(house, 'chief');

const seen = 'in in 2fa 401 401 | 403 403 | 2fa ok ok | 403 403 403 403';
const seenByChief = 'in in 2fa 401 401 | 403 403 | 2fa 404 ok | 403 403 403 403';
const done = '401 401 401 401 401 | 403 403 | 403 ok ok | 403 403 403 403';

export const evidence: readonly Row[] = [
  row('GET /evidence', '', seen),
  row('GET /evidence', 'a year of it', seen, () => ({ path: '/evidence?from=2026-01-01&to=2026-12-31' })),
  row('POST /evidence/searches', '', done, () => ({ form: { recipient: 'a*', status: '' } })),
  // Anybody else is led back to where one searches, for it is not their search.
  one(
    'GET /evidence/searches/:id',
    'of the officer here',
    'in in 2fa 401 401 | 403 403 | 2fa ok void | 403 403 403 403',
    search,
  ),
  row('GET /exports', '', seen),
  row('POST /exports', '', done, () => ({ form: { format: 'jsonl', recipient: 'nobody@example.com' } })),
  one('GET /exports/:id', 'of the officer here', seen, officers),
  one('GET /exports/:id', 'of all units', seenByChief, chiefs),
  one('GET /exports/:id/file', 'of the officer here', seen, officers),
  one('GET /exports/:id/file', 'of all units', seenByChief, chiefs),
  one('GET /exports/:id/manifest', 'of the officer here', seen, officers),
  one('GET /exports/:id/manifest', 'of all units', seenByChief, chiefs),
  row('POST /exports/:id/deletions', 'of the officer here', done, async (house) => ({
    path: at('POST /exports/:id/deletions', await officers(house)),
    form: {},
  })),
  row(
    'POST /exports/:id/deletions',
    'of all units',
    '401 401 401 401 401 | 403 403 | 403 404 ok | 403 403 403 403',
    async (house) => ({ path: at('POST /exports/:id/deletions', await chiefs(house)), form: {} }),
  ),
];
