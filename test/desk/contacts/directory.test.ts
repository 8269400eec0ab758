import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { changeContact } from '../../../src/desk/contacts/change-contact.ts';
import { createContact } from '../../../src/desk/contacts/create-contact.ts';
import { deleteContact } from '../../../src/desk/contacts/delete-contact.ts';
import { findContact } from '../../../src/desk/contacts/find-contact.ts';
import type { Keeper } from '../../../src/desk/contacts/keeper.ts';
import { type ContactQuery, listContacts, listing } from '../../../src/desk/contacts/list-contacts.ts';
import { restoreContact } from '../../../src/desk/contacts/restore-contact.ts';
import { saveContacts } from '../../../src/desk/contacts/save-contacts.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addUnit, contactsOf, keeperOf, refused } from './keep.ts';

withDatabases('The directory of contacts', (db) => {
  let portal: Portal;
  let teknik: string;
  let skole: string;
  const all = keeperOf();
  let ofTeknik: Keeper;
  before(async () => {
    portal = await openPortal(db);
    teknik = await addUnit(portal, 'Teknik');
    skole = await addUnit(portal, 'Skole');
    ofTeknik = keeperOf([teknik]);
  });
  after(() => portal.close());
  beforeEach(async () => {
    await db.database.query('delete from contacts');
  });

  const draft = { email: 'ana@x.dk', name: 'Ana Berg', phone: '20 12 34 56', language: 'da' } as const;
  const create = (keeper: Keeper, unit: string | null, email = 'ana@x.dk') =>
    createContact(portal.ctx, keeper, { ...draft, email, unit });
  const historyOf = async (subject: string) => {
    const { lines } = await readHistory(db.database, { subject, limit: 10 });
    return lines.map(({ type, before, after }) => ({ type, before, after }));
  };

  it('remembers who added, changed and deleted a contact, and what stood there', async () => {
    const id = await create(all, null);
    const asKept = { email: 'ana@x.dk', name: 'Ana Berg', phone: '+4520123456', language: 'da', unit: null };
    await changeContact(portal.ctx, all, id, { ...draft, phone: '', unit: teknik, version: 1 });
    await deleteContact(portal.ctx, all, id, 2);
    assert.deepEqual(await historyOf(id), [
      { type: 'contact.deleted', before: { ...asKept, phone: null, unit: teknik }, after: null },
      {
        type: 'contact.changed',
        before: { phone: '+4520123456', unit: null },
        after: { phone: null, unit: teknik },
      },
      { type: 'contact.created', before: null, after: asKept },
    ]);
  });

  it('is kept by each unit for itself, and for the whole organisation by those who keep all', async () => {
    const mine = await create(ofTeknik, teknik);
    for (const unit of [skole, null]) {
      await assert.rejects(create(ofTeknik, unit), refused('forbidden'));
      const other = await create(all, unit);
      await assert.rejects(findContact(db.database, ofTeknik, other), refused('not_found'));
      const change = { ...draft, unit: teknik, version: 1 };
      await assert.rejects(changeContact(portal.ctx, ofTeknik, other, change), refused('not_found'));
      await assert.rejects(deleteContact(portal.ctx, ofTeknik, other, 1), refused('not_found'));
      const moved = { ...draft, unit, version: 1 };
      await assert.rejects(changeContact(portal.ctx, ofTeknik, mine, moved), refused('forbidden'));
    }
    const { contacts } = await listContacts(portal.ctx, ofTeknik, { limit: 10 });
    assert.deepEqual(
      contacts.map(({ id }) => id),
      [mine],
    );
    for (const unit of [skole, null]) {
      assert.deepEqual((await listContacts(portal.ctx, ofTeknik, { unit, limit: 10 })).contacts, []);
    }
    assert.equal((await listContacts(portal.ctx, all, { limit: 10 })).contacts.length, 3);
    assert.deepEqual((await listContacts(portal.ctx, keeperOf([]), { limit: 10 })).contacts, []);
  });

  it('lets nobody overwrite a change that they did not see', async () => {
    const id = await create(all, null);
    const change = (name: string) =>
      changeContact(portal.ctx, all, id, { ...draft, name, unit: null, version: 1 });
    const results = await Promise.allSettled(['One', 'Two', 'Three'].map(change));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const each of results) {
      if (each.status === 'rejected') assert.ok(refused('changed_meanwhile')(each.reason));
    }
    await assert.rejects(deleteContact(portal.ctx, all, id, 1), refused('changed_meanwhile'));
    assert.equal((await findContact(db.database, all, id)).version, 2);
  });

  it('records nothing where nothing changed', async () => {
    const id = await create(all, null);
    await changeContact(portal.ctx, all, id, { ...draft, unit: null, version: 1 });
    assert.equal((await findContact(db.database, all, id)).version, 1);
    assert.equal((await historyOf(id)).length, 1);
  });

  it('has an address once in each unit, in whatever case', async () => {
    const id = await create(all, null);
    await create(all, teknik);
    await assert.rejects(create(all, null, 'ANA@x.dk'), refused('already_exists'));
    await assert.rejects(
      changeContact(portal.ctx, all, id, { ...draft, unit: teknik, version: 1 }),
      refused('already_exists'),
    );
    const results = await Promise.allSettled([1, 2, 3].map(() => create(all, skole)));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('refuses what is no address, no number or no name', async () => {
    for (const [wrong, code] of [
      [{ email: 'ana' }, 'email_invalid'],
      [{ email: '' }, 'email_invalid'],
      [{ phone: '12' }, 'phone_invalid'],
      [{ name: 'n'.repeat(201) }, 'invalid'],
    ] as const) {
      await assert.rejects(createContact(portal.ctx, all, { ...draft, unit: null, ...wrong }), refused(code));
    }
    const id = await createContact(portal.ctx, all, { email: 'b@x.dk', name: ' Bo\u0000\n\tB ', unit: null });
    assert.equal((await findContact(db.database, all, id)).name, 'Bo B');
    for (const none of ['', 'x', skole]) {
      await assert.rejects(findContact(db.database, all, none), refused('not_found'));
    }
  });

  it('puts a deleted contact back, once, for who keeps it', async () => {
    const id = await create(all, skole);
    const event = await deleteContact(portal.ctx, all, id, undefined);
    await assert.rejects(restoreContact(portal.ctx, ofTeknik, event), refused('not_found'));
    const results = await Promise.allSettled([1, 2].map(() => restoreContact(portal.ctx, all, event)));
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.deepEqual(await contactsOf(portal), ['ana@x.dk Ana Berg +4520123456 da @Skole v2']);
    await assert.rejects(restoreContact(portal.ctx, all, event), refused('already_exists'));
    for (const none of ['', 'x', id]) {
      await assert.rejects(restoreContact(portal.ctx, all, none), refused('not_found'));
    }
    const again = await deleteContact(portal.ctx, all, id, 2);
    await create(all, skole);
    await assert.rejects(restoreContact(portal.ctx, all, again), refused('already_exists'));
    await db.owner.query('delete from event_fields where event = $1', [again]);
    await assert.rejects(restoreContact(portal.ctx, all, again), refused('not_found'));
  });

  it('finds by address, name and number', async () => {
    const names = ['Øjvind Aa', 'Åse Berg', 'Bo 100%', 'Cy_d'];
    await saveContacts(
      portal.ctx,
      all.actor,
      names.map((name, at) => ({ email: `P${at}@x.dk`, name, phone: `2012345${at}` })),
    );
    const found = async (words: string) =>
      (await listContacts(portal.ctx, all, { words, limit: 10 })).contacts.map(({ name }) => name);
    for (const [words, ...expected] of [
      ['p1@X.DK ', 'Åse Berg'],
      ['p', ...names],
      ['p3', 'Cy_d'],
      ['øjvind', 'Øjvind Aa'],
      ['ÅSE', 'Åse Berg'],
      ['berg', 'Åse Berg'],
      ['+45 20 12 34 52', 'Bo 100%'],
      ['20123450', 'Øjvind Aa'],
      ['0%', 'Bo 100%'],
      ['y_', 'Cy_d'],
      ['%', 'Bo 100%'],
      ['\\'],
      ["'; drop table contacts; --"],
      [' ', ...names],
    ] as const) {
      assert.deepEqual(await found(words), expected, words);
    }
  });

  it('pages through everything, without a gap where several units have an address', async () => {
    const list = ['b', 'a', 'c', 'Bb', 'd'].flatMap((each) =>
      [undefined, 'Teknik', 'Skole'].map((unit) => ({ email: `${each}@x.dk`, unit })),
    );
    await saveContacts(portal.ctx, all.actor, list);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listContacts(portal.ctx, all, { after, limit: 2 });
      seen.push(...page.contacts.map(({ email, unitName }) => `${email} ${unitName}`));
      after = page.next;
    } while (after);
    assert.equal(new Set(seen).size, 15);
    assert.deepEqual(seen.map((each) => each[0]).join(''), 'aaabbbBBBcccddd');
    for (const none of ['x', skole]) {
      await assert.rejects(listContacts(portal.ctx, all, { after: none, limit: 2 }), refused('gone'));
    }
  });

  it('reads a page, and an address, along the index, however many there are', async () => {
    await db.database.query(
      `insert into contacts (id, email, name) select gen_random_uuid(), 'p' || n || '@x.dk', 'P' from generate_series(1, 20000) n`,
    );
    await db.owner.query('analyze contacts');
    const { contacts } = await listContacts(portal.ctx, all, { limit: 50 });
    const plan = async (query: Omit<ContactQuery, 'limit'>) => {
      const { text, values } = listing(all, { ...query, limit: 50 }, 'DK');
      const { rows } = await db.database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    for (const query of [{}, { after: contacts[49]!.id }, { email: 'p7@x.dk' }, { words: 'P7@x.dk' }]) {
      const found = await plan(query);
      assert.match(found, /contacts_email/);
      assert.doesNotMatch(found, /Seq Scan on contacts|^Sort/m, JSON.stringify(query));
    }
  });

  it('saves a list: few changes are events of their own, many are one', async () => {
    const list = [
      { email: 'ana@x.dk', name: 'Ana' },
      { email: 'ANA@x.dk', name: 'Ana again' },
      { email: 'bo@x.dk', name: 'Bo', unit: 'teknik' },
    ];
    assert.deepEqual(await saveContacts(portal.ctx, all.actor, list), { saved: 3 });
    await saveContacts(portal.ctx, all.actor, list.slice(1));
    assert.deepEqual(await contactsOf(portal), ['ANA@x.dk Ana again v1', 'bo@x.dk Bo @Teknik v1']);
    const { rows } = await db.database.query<{ id: string }>(
      "select id from contacts where email = 'ANA@x.dk'",
    );
    await saveContacts(portal.ctx, all.actor, [{ email: 'ana@x.dk', phone: '20123456' }]);
    assert.deepEqual(await historyOf(rows[0]!.id), [
      {
        type: 'contact.changed',
        before: { name: 'Ana again', phone: null },
        after: { name: null, phone: '+4520123456' },
      },
      {
        type: 'contact.created',
        before: null,
        after: { email: 'ANA@x.dk', name: 'Ana again', phone: null, language: null, unit: null },
      },
    ]);

    const before = (await readHistory(db.database, { limit: 1 })).lines[0]!.event;
    const many = Array.from({ length: 101 }, (_, at) => ({ email: `p${at}@x.dk` }));
    await saveContacts(portal.ctx, all.actor, many);
    const { lines } = await readHistory(db.database, { limit: 2 });
    assert.equal(lines[1]!.event, before);
    const { kind, added, changed } = lines[0]!.details;
    assert.deepEqual([lines[0]!.type, kind, added, changed], ['contacts.imported', 'import', 101, 0]);
    assert.match(String(lines[0]!.after?.sha256), /^[0-9a-f]{64}$/);
  });

  it('saves lists that cross each other, at once', async () => {
    const list = Array.from({ length: 200 }, (_, at) => ({ email: `p${at}@x.dk` }));
    await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((name, at) =>
        saveContacts(
          portal.ctx,
          all.actor,
          (at % 2 ? list.toReversed() : list).map((each) => ({ ...each, name })),
        ),
      ),
    );
    const { count } = await db.database.query('select distinct name from contacts');
    assert.equal(count, 1);
  });
});
