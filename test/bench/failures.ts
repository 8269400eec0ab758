/**
 * The pages of the failures inbox with a million closed failures beside the same with a thousand, 1,000 open ones in both.
 * Alone: `node test/bench/failures.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { startEmbedded } from '../../src/backends/postgres/embedded.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';
import { countFailures } from '../../src/delivery/count-failures.ts';
import type { Context } from '../../src/delivery/context.ts';
import { groupFailures, groupings } from '../../src/desk/failures/group-failures.ts';
import { listFailures } from '../../src/desk/failures/list-failures.ts';
import { median, type Row } from './row.ts';

const many = 1_000_000;
const few = 1000;
const batch = 20_000;
const rounds = 9;

type Database = ReturnType<typeof openDatabase>;

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-failures-'));
  const embedded = await startEmbedded(folder);
  try {
    await migrate(embedded.owner, 'segl');
    const db = openDatabase(embedded.runtime);
    const ctx = { db, settings: { timeZone: 'Europe/Copenhagen' } } as unknown as Context;
    await fill(db, 'open', few);
    await fill(db, 'closed', few);
    const before = await measure(ctx);
    await fill(db, 'closed', many - few);
    const after = await measure(ctx);
    await db.close();
    return Object.keys(before).map((page) => {
      const [ours, anchor] = [after[page]!, before[page]!];
      return {
        name: `Failures inbox, ${page}, ${many} closed`,
        ours,
        anchor,
        unit: 'ms',
        ratio: anchor / ours,
        target: 0.5,
        anchorName: `the same with ${few} closed`,
      };
    });
  } finally {
    await embedded.stop();
    await rm(folder, { recursive: true });
  }
}

/** Of eight kinds, five systems and 2,000 domains, over thirty days. */
async function fill(db: Database, what: 'open' | 'closed', count: number): Promise<void> {
  for (let left = count; left > 0; left -= batch) await fillSome(db, what, Math.min(left, batch));
}

async function fillSome(db: Database, what: 'open' | 'closed', count: number): Promise<void> {
  await db.query(
    `insert into failures (id, message_id, system_id, recipient, about, reason, at, sender_notice, owner_notice, closed_at, closing, word)
      select gen_random_uuid(), gen_random_uuid(), ('00000000-0000-4000-8000-00000000000' || n % 5)::uuid,
        'r' || n || '@d' || (n * 7919) % 2000 || '.example',
        (array['bounced', 'notice_dead', 'locked', 'sms_failed', 'no_phone', 'refused', 'expired_unread', 'silent'])[1 + n % 8],
        'reason' || n % 3, at, gen_random_uuid(), gen_random_uuid(),
        case when $2 then at + interval '1 hour' end, case when $2 then 'word' end, case when $2 then 'Called them' end
      from generate_series(1, $1::int) n, lateral (select now() - interval '29 days' * (n::float8 / $1) as at) t`,
    [count, what === 'closed'],
  );
  await countFailures({ db } as unknown as Context);
}

/** Milliseconds for each page, the median of some rounds. */
async function measure(ctx: Context): Promise<Record<string, number>> {
  const system = '00000000-0000-4000-8000-000000000001';
  const pages: Record<string, () => Promise<unknown>> = {
    ...Object.fromEntries(groupings.map((by) => [`by ${by}`, () => groupFailures(ctx, null, {}, by)])),
    'open ones': () => listFailures(ctx, null, {}, { open: true, limit: 50 }),
    'closed ones': () => listFailures(ctx, null, {}, { open: false, limit: 50 }),
    'closed ones of a system': () => listFailures(ctx, null, { system }, { open: false, limit: 50 }),
    'closed ones of a domain': () =>
      listFailures(ctx, null, { domain: 'd17.example' }, { open: false, limit: 50 }),
  };
  const found: Record<string, number> = {};
  for (const [name, page] of Object.entries(pages)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      await page();
      times.push(performance.now() - start);
    }
    found[name] = median(times);
  }
  return found;
}

if (import.meta.main) {
  console.table(await bench());
  process.exit(0);
}
