import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { applyImport } from '../../../src/desk/contacts/apply-import.ts';
import { changeContact } from '../../../src/desk/contacts/change-contact.ts';
import { deleteContact } from '../../../src/desk/contacts/delete-contact.ts';
import { discardImport } from '../../../src/desk/contacts/discard-import.ts';
import { findImport, listImports } from '../../../src/desk/contacts/import.ts';
import { listContacts } from '../../../src/desk/contacts/list-contacts.ts';
import { listImportRows } from '../../../src/desk/contacts/list-import-rows.ts';
import { saveContacts } from '../../../src/desk/contacts/save-contacts.ts';
import { undoImport } from '../../../src/desk/contacts/undo-import.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addUnit, contactsOf, keeperOf, outcomes, read, refused } from './keep.ts';

withDatabases('An import of contacts', (db) => {
  let portal: Portal;
  let unit: string;
  const keeper = keeperOf();
  before(async () => {
    portal = await openPortal(db);
    unit = await addUnit(portal, 'Teknik');
  });
  after(() => portal.close());
  beforeEach(async () => {
    await db.database.query('delete from contact_imports');
    await db.database.query('delete from contacts');
  });

  const contactId = async (email: string): Promise<string> =>
    (await listContacts(portal.ctx, keeper, { email, limit: 1 })).contacts[0]!.id;
  const apply = (id: string) => applyImport(portal.ctx, keeper, id);
  const undo = (id: string) => undoImport(portal.ctx, keeper, id);
  const stand = () =>
    saveContacts(portal.ctx, keeper.actor, [
      { email: 'ana@x.dk', name: 'Ana', phone: '20123456', language: 'da' },
      { email: 'bo@x.dk', name: 'Bo' },
      { email: 'ana@x.dk', name: 'Ana T', unit: 'Teknik' },
    ]);
  const file =
    'mail;navn;tlf;enhed\nANA@x.dk;Ana Berg;;\nbo@x.dk;Bo;;\ncy@x.dk;Cy;20123457;\ncy@x.dk;Cy T;;Teknik\nx;;;';
  const stood = ['ana@x.dk Ana +4520123456 da v1', 'ana@x.dk Ana T @Teknik v1', 'bo@x.dk Bo v1'];
  const sorted = async () => (await contactsOf(portal)).sort();

  it('shows what it would do, does it, and takes it back', async () => {
    await stand();
    const id = await read(portal, file);
    assert.deepEqual(await outcomes(portal, id), [
      '2 change ANA@x.dk',
      '3 same bo@x.dk',
      '4 add cy@x.dk',
      '5 add cy@x.dk',
      '6 address_invalid',
    ]);
    assert.deepEqual(await sorted(), stood);

    assert.deepEqual(await apply(id), { added: 2, changed: 1, skipped: 0 });
    assert.deepEqual(await sorted(), [
      'ana@x.dk Ana Berg +4520123456 da v2',
      'ana@x.dk Ana T @Teknik v1',
      'bo@x.dk Bo v1',
      'cy@x.dk Cy +4520123457 v1',
      'cy@x.dk Cy T @Teknik v1',
    ]);

    assert.deepEqual(await undo(id), { deleted: 2, restored: 1, kept: 0 });
    assert.deepEqual(await sorted(), ['ana@x.dk Ana +4520123456 da v3', ...stood.slice(1)]);

    const { state, findings } = await findImport(db.database, keeper, id);
    assert.equal(state, 'undone');
    assert.deepEqual(findings.counts, { add: 2, change: 1, same: 1, problem: 1 });
  });

  it('is an event with its counts; the digest of the file is committed to, and nobody stands in the log', async () => {
    const id = await read(portal, file);
    await apply(id);
    await undo(id);
    const { lines } = await readHistory(db.database, { subject: id, limit: 10 });
    const { sha256 } = (await findImport(db.database, keeper, id)).findings;
    const facts = { kind: 'import', subject: id };
    assert.deepEqual(
      lines.map(({ type, details, before, after }) => ({ type, details, before, after })),
      [
        {
          type: 'contacts.import_undone',
          details: { ...facts, deleted: 4, restored: 0, kept: 0 },
          before: null,
          after: { sha256 },
        },
        {
          type: 'contacts.imported',
          details: { ...facts, added: 4, changed: 0, skipped: 0, unchanged: 0, problems: 1 },
          before: null,
          after: { sha256 },
        },
      ],
    );
    const { rows } = await db.database.query<{ text: string }>('select details::text as text from events');
    assert.ok(!rows.some(({ text }) => /@x\.dk|Ana|2012345/.test(text)));
  });

  it('leaves out what somebody else changed, added or deleted after the preview', async () => {
    await stand();
    await saveContacts(portal.ctx, keeper.actor, [{ email: 'dea@x.dk', name: 'Dea' }]);
    const id = await read(
      portal,
      'mail;navn\nana@x.dk;Ana B\nbo@x.dk;Bo B\ncy@x.dk;Cy\ndea@x.dk;Dea B\neli@x.dk;Eli',
    );
    await saveContacts(portal.ctx, keeper.actor, [
      { email: 'ana@x.dk', name: 'Ana C' },
      { email: 'CY@x.dk', name: 'Somebody else' },
    ]);
    await deleteContact(portal.ctx, keeper, await contactId('dea@x.dk'), undefined);
    assert.deepEqual(await apply(id), { added: 1, changed: 1, skipped: 3 });
    assert.deepEqual(await outcomes(portal, id), [
      '2 changed_meanwhile',
      '3 change bo@x.dk',
      '4 changed_meanwhile',
      '5 changed_meanwhile',
      '6 add eli@x.dk',
    ]);
    assert.deepEqual(await sorted(), [
      'CY@x.dk Somebody else v1',
      'ana@x.dk Ana C v2',
      'ana@x.dk Ana T @Teknik v1',
      'bo@x.dk Bo B v2',
      'eli@x.dk Eli v1',
    ]);
    assert.deepEqual(await undo(id), { deleted: 1, restored: 1, kept: 0 });
    assert.equal((await sorted()).at(-1), 'bo@x.dk Bo v3');
  });

  it('undone, leaves what was changed since, and names it', async () => {
    await stand();
    const id = await read(
      portal,
      'mail;navn\nana@x.dk;Ana B\nbo@x.dk;Bo B\ncy@x.dk;Cy\ndea@x.dk;Dea\neli@x.dk;Eli',
    );
    await apply(id);
    const change = async (email: string, name: string) => {
      const version = email === 'ana@x.dk' ? 2 : 1;
      await changeContact(portal.ctx, keeper, await contactId(email), { email, name, unit: null, version });
    };
    const anaInTeknik = (await listContacts(portal.ctx, keeper, { email: 'ana@x.dk', unit, limit: 1 }))
      .contacts;
    assert.equal(anaInTeknik.length, 1);
    const ana = (await listContacts(portal.ctx, keeper, { email: 'ana@x.dk', unit: null, limit: 1 }))
      .contacts[0]!;
    await changeContact(portal.ctx, keeper, ana.id, {
      email: 'ana@x.dk',
      name: 'Ana C',
      unit: null,
      version: 2,
    });
    await change('cy@x.dk', 'Cy C');
    await deleteContact(portal.ctx, keeper, await contactId('bo@x.dk'), undefined);
    await deleteContact(portal.ctx, keeper, await contactId('dea@x.dk'), undefined);
    assert.deepEqual(await undo(id), { deleted: 1, restored: 0, kept: 3 });
    assert.deepEqual(await outcomes(portal, id), [
      '2 changed_since',
      '3 changed_since',
      '4 changed_since',
      '5 add dea@x.dk',
      '6 add eli@x.dk',
    ]);
    assert.deepEqual(await sorted(), ['ana@x.dk Ana C v3', 'ana@x.dk Ana T @Teknik v1', 'cy@x.dk Cy C v2']);
  });

  it('is applied once, however often it is asked for at once; and undone once', async () => {
    await stand();
    const id = await read(portal, file);
    const late = (results: readonly PromiseSettledResult<unknown>[]) =>
      results.filter((each) => each.status === 'rejected' && refused('changed_meanwhile')(each.reason))
        .length;
    assert.equal(late(await Promise.allSettled([1, 2, 3].map(() => apply(id)))), 2);
    assert.equal((await sorted()).length, 5);
    assert.equal(late(await Promise.allSettled([1, 2, 3].map(() => undo(id)))), 2);
    await assert.rejects(undo(id), refused('changed_meanwhile'));
    await assert.rejects(apply(id), refused('changed_meanwhile'));
    await assert.rejects(discardImport(portal.ctx, keeper, id), refused('changed_meanwhile'));
    assert.deepEqual((await sorted()).length, 3);
  });

  it('of a preview that was not applied is not undone, and can be thrown away', async () => {
    const id = await read(portal, file);
    await assert.rejects(undo(id), refused('changed_meanwhile'));
    await discardImport(portal.ctx, keeper, id);
    assert.equal((await db.database.query('select from contact_import_rows')).count, 0);
    for (const verb of [apply, undo]) await assert.rejects(verb(id), refused('not_found'));
    await assert.rejects(discardImport(portal.ctx, keeper, id), refused('not_found'));
    for (const none of ['', 'x', '0197a3c2-7b1e-7c3a-9f00-000000000001']) {
      await assert.rejects(apply(none), refused('not_found'));
    }
  });

  it('meets another one that touches the same contacts: each row is done by one of them', async () => {
    await stand();
    const lines = Array.from({ length: 300 }, (_, at) => `p${at}@x.dk;`);
    const one = await read(
      portal,
      `mail;navn\nana@x.dk;One\n${lines.map((line) => `${line}One`).join('\n')}`,
    );
    const two = await read(
      portal,
      `mail;navn\n${lines
        .map((line) => `${line}Two`)
        .reverse()
        .join('\n')}\nana@x.dk;Two`,
    );
    const [first, second] = await Promise.all([apply(one), apply(two)]);
    assert.equal(first.added + second.added, 300);
    assert.equal(first.changed + second.changed, 1);
    assert.equal(first.skipped + second.skipped, 301);
    const names = await db.database.query(`select distinct name from contacts where name in ('One', 'Two')`);
    assert.equal(names.count, 1);
    const done = [await undo(one), await undo(two)];
    assert.equal(
      done.reduce((sum, { deleted, restored }) => sum + deleted + restored, 0),
      301,
    );
    assert.deepEqual(
      done.map(({ kept }) => kept),
      [0, 0],
    );
  });

  it('belongs to who sent it, and to those who keep all contacts', async () => {
    const mine = keeperOf([unit]);
    const id = await read(portal, 'mail\na@x.dk', mine, unit);
    assert.equal((await listImports(db.database, mine)).length, 1);
    assert.equal((await listImports(db.database, keeper)).length, 1);
    const other = keeperOf([unit]);
    assert.deepEqual(await listImports(db.database, other), []);
    await assert.rejects(findImport(db.database, other, id), refused('not_found'));
    await assert.rejects(listImportRows(db.database, other, id, { limit: 1 }), refused('not_found'));
    await assert.rejects(applyImport(portal.ctx, other, id), refused('not_found'));
    await assert.rejects(undoImport(portal.ctx, other, id), refused('not_found'));
    await assert.rejects(discardImport(portal.ctx, other, id), refused('not_found'));
    const noLonger = { ...mine, units: [] };
    await assert.rejects(applyImport(portal.ctx, noLonger, id), refused('forbidden'));
    assert.deepEqual(await applyImport(portal.ctx, mine, id), { added: 1, changed: 0, skipped: 0 });
    await assert.rejects(undoImport(portal.ctx, noLonger, id), refused('forbidden'));
    assert.deepEqual(await undo(id), { deleted: 1, restored: 0, kept: 0 });
  });

  it('can be undone for thirty days, and is forgotten then; so is one that a crash left half read', async () => {
    const id = await read(portal, file);
    await apply(id);
    await db.database.query("update contact_imports set created_at = now() - interval '30 days 1 minute'");
    await assert.rejects(undo(id), refused('not_found'));
    assert.deepEqual(await listImports(db.database, keeper), []);
    await db.database.query(
      `insert into contact_imports (id, person_id, state, created_at)
        values (gen_random_uuid(), gen_random_uuid(), 'reading', now() - interval '25 hours')`,
    );
    const next = await read(portal, file);
    const { rows } = await db.database.query<{ id: string }>('select id from contact_imports');
    assert.deepEqual(rows, [{ id: next }]);
  });

  it('pages its rows by line', async () => {
    const id = await read(
      portal,
      `mail\n${Array.from({ length: 5 }, (_, at) => `p${at}@x.dk`).join('\n')}\nx`,
    );
    const first = await listImportRows(db.database, keeper, id, { limit: 2 });
    assert.deepEqual([first.rows.map(({ line }) => line), first.next], [[2, 3], 3]);
    const last = await listImportRows(db.database, keeper, id, { limit: 2, after: 5 });
    assert.deepEqual([last.rows.map(({ line }) => line), last.next], [[6, 7], undefined]);
    const problems = await listImportRows(db.database, keeper, id, { action: 'problem', limit: 2 });
    assert.deepEqual(
      problems.rows.map(({ line }) => line),
      [7],
    );
  });
});
