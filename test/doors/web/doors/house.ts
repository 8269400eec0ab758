import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { hashPassword } from '../../../../src/desk/account/password.ts';
import type { Grant } from '../../../../src/message/rights.ts';
import type { App } from '../../../support/app.ts';
import type { TestDatabase } from '../../../support/database.ts';
import { proveSecondFactor } from '../../../support/second-factor.ts';
import { type Answer, Visitor } from '../visitor.ts';

const password = 'four words make sense';

export type Side = 'here' | 'there';

/**
 * A word for each unit that stands in the names and addresses of its people, contacts and systems, and one that stands in
 * the subjects, texts and recipients of its messages.
 */
export const words = {
  here: { managed: 'Aksetorp', written: 'Avnstrup' },
  there: { managed: 'Brolykke', written: 'Bregninge' },
} as const;

/** Two units, somebody of every kind who comes to the doors, and things of both units, fresh where asked for. */
export async function buildHouse(db: TestDatabase, app: App) {
  const hash = await hashPassword(password);
  const units = { here: await unit('North'), there: await unit('South') };
  const everywhere: readonly Grant[] = [
    { role: 'admin', unit: null },
    { role: 'compliance', unit: null },
    { role: 'sender', unit: null },
  ];
  const of = (role: Grant['role'], side: Side | null): Grant[] => [{ role, unit: side && units[side] }];
  let count = 0;

  async function unit(name: string): Promise<string> {
    const id = randomUUID();
    await db.database.query('insert into units (id, name, outward_name) values ($1, $2, $2)', [id, name]);
    return id;
  }

  /** Somebody whose home is a unit; the word goes after their name. */
  async function person(
    side: Side,
    name: string,
    grants: readonly Grant[],
    word: string = words[side].managed,
  ): Promise<{ id: string; email: string }> {
    const [id, email] = [randomUUID(), `${name}.${word}${(count += 1)}@example.dk`.toLowerCase()];
    await db.database.query(
      'insert into people (id, unit_id, email, name, password_hash) values ($1, $2, $3, $4, $5)',
      [id, units[side], email, `${name} ${word}`.trim(), hash],
    );
    for (const { role, unit } of grants) {
      await db.database.query('insert into grants (person_id, role, unit_id) values ($1, $2, $3)', [
        id,
        role,
        unit,
      ]);
    }
    return { id, email };
  }

  async function enter(
    side: Side,
    name: string,
    grants: readonly Grant[],
    { proven = true, word }: { proven?: boolean; word?: string } = {},
  ) {
    const made = await person(side, name, grants, word);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email: made.email, password })).status, 303);
    if (proven) await proveSecondFactor(db, made.email);
    return { ...made, visitor };
  }

  // Who acts everywhere is named everywhere.
  const root = await enter('here', 'Root', of('admin', null), { word: '' });
  const forged = new Visitor(app.url);
  // A cookie that we sealed ourselves, for something else.
  forged.cookies.set('__Host-segl-desk', root.visitor.cookies.get('__Host-segl-device')!);
  const pending = await person('here', 'Pending', everywhere);
  await db.database.query(
    "insert into totp_secrets (person_id, kid, sealed, confirmed_at) values ($1, 'none', 'none', now())",
    [pending.id],
  );
  const half = new Visitor(app.url);
  assert.match(
    String((await half.post('/desk/sign-in', { email: pending.email, password })).headers.location),
    /second-factor/,
  );
  const ended = await enter('here', 'Ended', everywhere);
  await db.database.query('delete from staff_sessions where person_id = $1', [ended.id]);
  const gone = await enter('here', 'Gone', everywhere);
  // Harsher than deactivating at the desk, which ends the sessions too.
  await db.database.query('update people set deactivated_at = now() where id = $1', [gone.id]);
  const sender = await enter('here', 'Sender', of('sender', 'here'), { proven: false });
  const abroad = await enter('there', 'Sender', of('sender', 'there'), { proven: false });
  const colleague = await enter('here', 'Colleague', of('sender', 'here'), { proven: false });
  const visitors: Readonly<Record<Visiting, Visitor>> = {
    nobody: new Visitor(app.url),
    forged,
    pending: half,
    ended: ended.visitor,
    gone: gone.visitor,
    sender: sender.visitor,
    abroad: abroad.visitor,
    weakOfficer: (await enter('here', 'Weak', of('compliance', 'here'), { proven: false })).visitor,
    officer: (await enter('here', 'Officer', of('compliance', 'here'))).visitor,
    chief: (await enter('here', 'Chief', of('compliance', null))).visitor,
    weakAdmin: (await enter('here', 'Unproven', of('admin', 'here'), { proven: false })).visitor,
    local: (await enter('here', 'Local', of('admin', 'here'))).visitor,
    foreign: (await enter('there', 'Foreign', of('admin', 'there'))).visitor,
    root: root.visitor,
  };

  /** A message that somebody writes at the desk. */
  async function write(by: { visitor: Visitor; email: string }, side: Side) {
    const answer = await by.visitor.postFiles(
      '/desk/messages',
      messageFields(side, by.email, words[side].written),
    );
    assert.equal(answer.status, 303, answer.text.slice(0, 300));
    const message = idIn(answer);
    const { rows } = await db.database.query<{ id: string }>(
      'select id from deliveries where message_id = $1',
      [message],
    );
    return { message, delivery: rows[0]!.id };
  }

  const messageFields = (side: Side, email: string, word = 'Neutral'): [string, string][] => [
    ['from', `${units[side]} ${email}`],
    ['name', word],
    ['email', `${word.toLowerCase()}@example.com`],
    ['phone', '+4520123456'],
    ['language', 'en'],
    ['subject', word],
    ['text', word],
    ['expiresDays', '30'],
  ];

  const messages = {
    here: await write(sender, 'here'),
    colleague: await write(colleague, 'here'),
    there: await write(abroad, 'there'),
  };
  // What the work behind would change, it has changed before anybody looks.
  for (const side of ['here', 'there'] as const) {
    await app.waitFor(({ to }) => to === `${words[side].written.toLowerCase()}@example.com`);
  }

  const things = {
    /** Fresh, and neutral: for what somebody does away with. */
    message: async (side: Side) => (await write(side === 'here' ? sender : abroad, side)).message,
    person: (side: Side) => person(side, 'Somebody', of('sender', side)),
    /** Who takes their history along to another unit. */
    mover: (side: Side) => person(side, 'Mover', of('sender', side), ''),
    /** Of the unit, with the roles of an administrator everywhere. */
    mighty: (side: Side) => person(side, 'Mighty', everywhere),
    /** Of the unit, and a sender in the other one too. */
    shared: (side: Side) => person(side, 'Shared', [...of('sender', 'here'), ...of('sender', 'there')]),
    async session(side: Side): Promise<string> {
      const { id } = await person(side, 'Elsewhere', of('sender', side));
      const { rows } = await db.database.query<{ id: string }>(
        'insert into staff_sessions (id_hash, person_id) values ($1, $2) returning public_id as id',
        [randomBytes(32), id],
      );
      return rows[0]!.id;
    },
    async passkey(side: Side): Promise<string> {
      const { id } = await person(side, 'Keyed', of('sender', side));
      const key = randomBytes(16);
      await db.database.query(
        "insert into passkeys (id, person_id, public_key, counter, name, backed_up) values ($1, $2, 'x', 0, $3, false)",
        [key, id, words[side].managed],
      );
      return key.toString('base64url');
    },
    async contact(side: Side | null): Promise<string> {
      const id = randomUUID();
      const word = side ? words[side].managed : words.there.managed;
      await db.database.query('insert into contacts (id, unit_id, email, name) values ($1, $2, $3, $4)', [
        id,
        side && units[side],
        `${word.toLowerCase()}${(count += 1)}@example.com`,
        word,
      ]);
      return id;
    },
    async system(side: Side, { closed = false } = {}): Promise<{ id: string; secret: string }> {
      const [id, secret] = [randomUUID(), randomUUID()];
      await db.database.query(
        `with made as (insert into systems (id, unit_id, name, senders, revoked_at)
            values ($1, $2, $3, '{*@example.dk}', case when $4 then now() end) returning id)
          insert into system_secrets (id, system_id, hash, name, scopes)
            select $5, id, $6, $3, '{messages:send}' from made`,
        [id, units[side], `${words[side].managed} ${(count += 1)}`, closed, secret, randomBytes(32)],
      );
      return { id, secret };
    },
    /** A file that the administrator of the unit has sent. */
    async imported(side: Side, { applied = false } = {}): Promise<string> {
      const by = side === 'here' ? visitors.local : visitors.foreign;
      const id = idIn(await sendFile(by, side));
      if (applied) assert.equal((await by.post(`/desk/contacts/imports/${id}/applications`, {})).status, 303);
      return id;
    },
    async deletion(side: Side): Promise<string> {
      const id = await things.contact(side);
      const answer = await root.visitor.post(`/desk/contacts/${id}/deletions`, { version: '1' });
      assert.equal(answer.status, 303);
      return String(answer.headers.location).match(/deleted=([0-9a-f-]{36})/)![1]!;
    },
  };

  async function sendFile(by: Visitor, side: Side, headers: Record<string, string> = {}): Promise<Answer> {
    const word = words[side].managed;
    const bytes = Buffer.from(`email;name\n${word}${(count += 1)}@example.com;${word}\n`);
    return by.postFiles(
      '/desk/contacts/imports',
      [['unit', units[side]]],
      [{ name: 'contacts.csv', type: 'text/csv', bytes }],
      headers,
    );
  }

  const cookies = new Map(visiting.map((name) => [name, [...visitors[name].cookies]]));
  /** Somebody as they came first: an answer may have taken their cookie. */
  function visitorOf(name: Visiting): Visitor {
    const visitor = visitors[name];
    visitor.cookies.clear();
    for (const [cookie, value] of cookies.get(name)!) visitor.cookies.set(cookie, value);
    return visitor;
  }

  return {
    db,
    units,
    visitors,
    visitorOf,
    messages,
    things,
    sendFile,
    messageFields,
    sender,
    abroad,
    root,
  };
}

export type House = Awaited<ReturnType<typeof buildHouse>>;

/** Everybody who comes to the doors, in the order of the columns. */
export const visiting = [
  'nobody',
  'forged',
  'pending',
  'ended',
  'gone',
  'sender',
  'abroad',
  'weakOfficer',
  'officer',
  'chief',
  'weakAdmin',
  'local',
  'foreign',
  'root',
] as const;
export type Visiting = (typeof visiting)[number];

const idIn = ({ status, headers, text }: Answer): string => {
  assert.equal(status, 303, text.slice(0, 300));
  return String(headers.location).match(/[0-9a-f-]{36}/)![0];
};
