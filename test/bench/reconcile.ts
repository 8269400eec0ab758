/**
 * The daily count of the evidence over a million deliveries and their events, beside `COPY` of both tables. Alone:
 * `node test/bench/reconcile.ts`.
 */
import { countEvidence } from '../../src/desk/reconciliation/count-evidence.ts';
import { benchPass } from './passes.ts';
import type { Row } from './row.ts';

export const bench = (): Promise<Row[]> =>
  benchPass({
    name: 'Count of the evidence',
    tables: ['deliveries', 'events'],
    async run(db) {
      const { differences, findings } = await countEvidence(db);
      if (differences > 0)
        throw new Error(`The load does not agree with itself: ${JSON.stringify(findings)}`);
    },
  });

if (import.meta.main) console.table(await bench());
