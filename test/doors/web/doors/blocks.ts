import type { Row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const blocks: readonly Row[] = [];
