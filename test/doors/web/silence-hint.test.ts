import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('Whoever writes to an address where nothing was ever opened', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let ada: Visitor;
  let home: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    ada = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await ada.post(app.welcome!, form)).status, 303);
    await ada.get('/desk/messages?lang=en');
    home = (await db.database.query<{ id: string }>('select id from units')).rows[0]!.id;
    for (const month of ['03', '04', '05']) {
      const [message, delivery] = [randomUUID(), randomUUID()];
      await db.database.query(
        `with message as (
            insert into messages (id, unit_id, person_id, sender_address, created_at)
              select $1, $3, p.id, p.email, $4::timestamptz from people p
          )
          insert into deliveries (id, message_id, position, email, language, reference, status, expires_at)
            values ($2::uuid, $1, 1, 'Kirsten@fred.dk', 'da', $2::uuid::text, 'expired', $4::timestamptz + interval '30 days')`,
        [message, delivery, home, `2024-${month}-12T10:00:00Z`],
      );
    }
  });
  after(async () => {
    await app.close();
    await drop();
  });

  const shown = async (email: string) => {
    const fields = { from: `${home} ada@example.dk`, email, phone: '', name: '', language: 'en', more: '1' };
    const answer = await ada.postFiles('/desk/messages', Object.entries(fields));
    assert.equal(answer.status, 200);
    return answer.text;
  };

  it('is told so when the form is shown again, in plain words, and can send all the same', async () => {
    const sentence =
      'None of the 3 messages to this address was opened since March 2024. Is the address right?';
    assert.ok((await shown('kirsten@fred.dk')).includes(sentence));
    assert.ok(!(await shown('somebody@example.com')).includes('None of the'));
    assert.ok(!(await shown('no address')).includes('None of the'));
    assert.ok(!(await ada.get('/desk/messages/new')).text.includes('None of the'));
  });
});
