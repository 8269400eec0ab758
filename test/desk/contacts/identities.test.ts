/** What contacts know of who somebody is: kept sealed, shown to nobody, gone with the contact. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { identityOf } from '../../../src/delivery/eid/identities.ts';
import { changeContact } from '../../../src/desk/contacts/change-contact.ts';
import { shownIdentity } from '../../../src/desk/contacts/contact-identity.ts';
import { createContact } from '../../../src/desk/contacts/create-contact.ts';
import { deleteContact } from '../../../src/desk/contacts/delete-contact.ts';
import { findContact } from '../../../src/desk/contacts/find-contact.ts';
import { restoreContact } from '../../../src/desk/contacts/restore-contact.ts';
import { saveContacts } from '../../../src/desk/contacts/save-contacts.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { withDatabases } from '../../support/database.ts';
import { everythingKept } from '../../support/everything-kept.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { find } from '../../system/search.ts';
import { refused } from '../../delivery/recall-support.ts';
import { keeperOf } from './keep.ts';

withDatabases('The identity number of a contact', (db) => {
  let portal: Portal;
  const all = keeperOf();
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { eid: 'MitID' });
  });
  after(() => portal.close());
  beforeEach(() => db.database.query('delete from contacts'));

  const ana = {
    email: 'ana@example.com',
    name: 'Ana',
    phone: '20123456',
    language: 'en',
    unit: null,
  } as const;
  const cpr = '070761-4285';
  const shown = (id: string) => shownIdentity(portal.ctx, id);
  const changes = async (subject: string) =>
    (await readHistory(db.database, { subject, limit: 10 })).lines.map(({ type, details }) => [
      type,
      details.identity,
    ]);

  it('is kept sealed, shown without its end, and nowhere in clear', async () => {
    const id = await createContact(portal.ctx, all, { ...ana, identity: ' 070761 4285' });
    assert.equal((await findContact(db.database, all, id)).hasIdentity, true);
    assert.equal(await shown(id), '070761-••••');
    const kept = await everythingKept(db, portal.data);
    for (const written of [cpr, '0707614285', '070761 4285']) assert.deepEqual(find(kept, written), []);
  });

  it('stays where a change says nothing of it, and is replaced or removed where one does', async () => {
    const id = await createContact(portal.ctx, all, { ...ana, identity: cpr });
    await changeContact(portal.ctx, all, id, { ...ana, name: 'Ana Berg', version: 1 });
    await changeContact(portal.ctx, all, id, { ...ana, name: 'Ana Berg', identity: '', version: 2 });
    // The same number once more changes nothing.
    await changeContact(portal.ctx, all, id, {
      ...ana,
      name: 'Ana Berg',
      identity: '0707614285',
      version: 2,
    });
    assert.equal(await shown(id), '070761-••••');
    await changeContact(portal.ctx, all, id, {
      ...ana,
      name: 'Ana Berg',
      identity: '811228-9874',
      version: 2,
    });
    assert.equal(await shown(id), '19811228-••••');
    await changeContact(portal.ctx, all, id, { ...ana, name: 'Ana Berg', identity: null, version: 3 });
    assert.equal(await shown(id), null);
    assert.equal((await findContact(db.database, all, id)).version, 4);
    assert.deepEqual(await changes(id), [
      ['contact.changed', 'removed'],
      ['contact.changed', 'replaced'],
      ['contact.changed', undefined],
      ['contact.created', 'given'],
    ]);
  });

  it('is gone with its contact, and does not come back with it', async () => {
    const id = await createContact(portal.ctx, all, { ...ana, identity: cpr });
    await restoreContact(portal.ctx, all, await deleteContact(portal.ctx, all, id, 1));
    assert.equal((await findContact(db.database, all, id)).hasIdentity, false);
    const { rows } = await db.owner.query('select from contact_identities');
    assert.equal(rows.length, 0);
  });

  it('is refused where it is none, and where no eID would be matched with it', async () => {
    for (const identity of ['070761', '000000-0000', 'x'.repeat(100)]) {
      await assert.rejects(
        createContact(portal.ctx, all, { ...ana, identity }),
        refused('invalid', 'identity'),
      );
    }
    const plain = { ...portal.ctx, settings: { ...portal.ctx.settings, eid: undefined } };
    await assert.rejects(
      createContact(plain, all, { ...ana, identity: cpr }),
      refused('invalid', 'identity'),
    );
    const { rows } = await db.owner.query('select from contacts');
    assert.equal(rows.length, 0);
  });

  it('comes in a list, the last of several, and a list without it leaves it', async () => {
    await saveContacts(portal.ctx, all.actor, [
      { email: 'ana@example.com', identity: '811228-9874' },
      { email: 'ANA@example.com', identity: cpr },
      { email: 'bo@example.com' },
    ]);
    const { rows } = await db.owner.query("select id from contacts where lower(email) = 'ana@example.com'");
    const id = String(rows[0]!.id);
    assert.equal(await shown(id), '070761-••••');
    await saveContacts(portal.ctx, all.actor, [{ email: 'ana@example.com', name: 'Ana' }]);
    assert.equal(await shown(id), '070761-••••');
    await saveContacts(portal.ctx, all.actor, [
      { email: 'ana@example.com', name: 'Ana', identity: '811228-9874' },
    ]);
    assert.deepEqual(await changes(id), [
      ['contact.changed', 'replaced'],
      ['contact.changed', undefined],
      ['contact.created', 'given'],
    ]);
    await assert.rejects(
      saveContacts(portal.ctx, all.actor, [
        { email: 'x@example.com' },
        { email: 'y@example.com', identity: '1' },
      ]),
      refused('invalid', 'identity'),
    );
  });

  it('goes with what is sent to the contact, and stays there', async () => {
    const id = await createContact(portal.ctx, all, { ...ana, identity: cpr });
    const { deliveries } = await portal.send();
    assert.equal(await identityOf(portal.ctx, deliveries[0]!.id), 'DK:0707614285');
    await deleteContact(portal.ctx, all, id, 1);
    assert.equal(await identityOf(portal.ctx, deliveries[0]!.id), 'DK:0707614285');
  });
});
