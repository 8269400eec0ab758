/**
 * The daily look for addresses that stay silent, over a million deliveries, beside `COPY` of their rows. Alone:
 * `node test/bench/silence.ts`.
 */
import { findSilent } from '../../src/delivery/silence/find-silent.ts';
import { benchPass } from './passes.ts';
import type { Row } from './row.ts';

const day = 24 * 60 * 60 * 1000;

export const bench = (): Promise<Row[]> =>
  benchPass({
    name: 'Look for silent addresses',
    tables: ['deliveries'],
    async run(db) {
      const { silent } = await findSilent(db, new Date(Date.now() - 14 * day), new Date(Date.now() - day));
      if (silent.length === 0) throw new Error('The load has silent addresses, and none was found');
    },
  });

if (import.meta.main) console.table(await bench());
