import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { applyImport } from '../../../src/desk/contacts/apply-import.ts';
import { readImport } from '../../../src/desk/contacts/read-import.ts';
import { undoImport } from '../../../src/desk/contacts/undo-import.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { keeperOf, refused } from './keep.ts';

describe('A large file of contacts', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let portal: Portal;
  const keeper = keeperOf();
  before(async () => {
    ({ db, drop } = await makeDatabase());
    portal = await openPortal(db);
  });
  after(async () => {
    await portal.close();
    await drop();
  });

  async function* file(rows: number, told: (rows: number) => Promise<void> = async () => {}) {
    yield Buffer.from('E-mail;Navn;Mobil\r\n');
    for (let from = 0; from < rows; from += 1000) {
      await told(from);
      const lines = Array.from({ length: Math.min(1000, rows - from) }, (_, at) => {
        const number = from + at;
        return `p${number}@firma${number % 50}.example.dk;P ${number};20 ${100_000 + number}\r\n`;
      });
      yield Buffer.from(lines.join(''));
    }
  }

  it('is read no faster than its rows are stored', async () => {
    let furthest = 0;
    const told = async (rows: number) => {
      const { count } = await db.database.query('select from contact_import_rows');
      furthest = Math.max(furthest, rows - count);
    };
    await readImport(portal.ctx, keeper, null, file(40_000, told));
    assert.ok(furthest < 15_000, `${furthest} rows waited in memory`);
  });

  it('may have 200,000 rows, which are applied and taken back in one go, though the planner knows another import alone', async () => {
    for (const table of ['contacts', 'contact_import_rows']) {
      await db.owner.query(`alter table ${table} set (autovacuum_enabled = false)`);
      await db.owner.query(`analyze ${table}`);
    }
    const id = await readImport(portal.ctx, keeper, null, file(200_000));
    assert.deepEqual(await applyImport(portal.ctx, keeper, id), { added: 200_000, changed: 0, skipped: 0 });
    assert.deepEqual(await undoImport(portal.ctx, keeper, id), { deleted: 200_000, restored: 0, kept: 0 });
    assert.equal((await db.database.query('select from contacts')).count, 0);
  });

  it('with one row more is refused, and nothing of it is left', async () => {
    await db.database.query('delete from contact_imports');
    await assert.rejects(
      readImport(portal.ctx, keeper, null, file(200_001)),
      refused('too_large', 'too_many_lines'),
    );
    assert.equal((await db.database.query('select from contact_imports')).count, 0);
  });
});
