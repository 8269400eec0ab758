import { randomUUID } from 'node:crypto';
import { type House, type Side, words } from './house.ts';
import { next, one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

/** Of a unit; null: of the whole organisation. With one member. */
async function mailbox({ db, units }: House, side: Side | null): Promise<{ id: string; member: string }> {
  const [id, member] = [randomUUID(), randomUUID()];
  const word = side ? words[side].managed : 'nobody';
  await db.database.query('insert into mailboxes (id, unit_id, address, name) values ($1, $2, $3, $4)', [
    id,
    side && units[side],
    `post${next()}@${word.toLowerCase()}.example`,
    word,
  ]);
  await db.database.query(
    `insert into mailbox_members (id, mailbox_id, name, phone) values ($1, $2, $3, '+4520123456')`,
    [member, id, word],
  );
  return { id, member };
}

/** The same with an owner and a link. */
async function invited(house: House, side: Side | null): Promise<string> {
  const { id, member } = await mailbox(house, side);
  const { database } = house.db;
  await database.query('update mailbox_members set is_owner = true where id = $1', [member]);
  await database.query(
    `insert into mailbox_links (id, mailbox_id, token_hash, expires_at)
      values ($1, $2, sha256(convert_to($2::uuid::text, 'UTF8')), now() + interval '1 day')`,
    [randomUUID(), id],
  );
  return id;
}

const person = () => ({ name: 'Ida', phone: `+45204${10_000 + next()}`, language: '' });
const shown = 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok';
const seen = { here: 'ok 404', there: '404 ok', '*': '404 404' };
const kept = { here: 'ok 422', there: '422 ok', '*': '422 422' };
const done = (whom: string) => `401 401 401 401 401 | 403 403 | 403 403 403 | 403 ${whom} ok`;

export const mailboxes: readonly Row[] = [
  row('GET /mailboxes', '', shown),
  row('GET /mailboxes/new', '', shown),
  ...(['here', 'there', '*'] as const).flatMap((place) => {
    const side = place === '*' ? null : place;
    const make = async (house: House) => (await mailbox(house, side)).id;
    const gets = done(seen[place]);
    return [
      row('POST /mailboxes', place, done(kept[place]), ({ units }) => ({
        form: { address: `post${next()}@new.example`, name: 'New', unit: side ? units[side] : '*' },
      })),
      one(
        'GET /mailboxes/:id',
        place,
        `in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ${seen[place]} ok`,
        make,
      ),
      one('POST /mailboxes/:id', place, gets, make, { version: '1', name: 'Renamed' }),
      one('POST /mailboxes/:id/deletions', place, gets, make, { version: '1' }),
      row('POST /mailboxes/:id/members', place, gets, async (house) => ({
        path: `/mailboxes/${await make(house)}/members`,
        form: person(),
      })),
      row('POST /mailboxes/:id/members/:member', place, gets, async (house) => {
        const { id, member } = await mailbox(house, side);
        return { path: `/mailboxes/${id}/members/${member}`, form: person() };
      }),
      row('POST /mailboxes/:id/members/:member/ends', place, gets, async (house) => {
        const { id, member } = await mailbox(house, side);
        return { path: `/mailboxes/${id}/members/${member}/ends`, form: {} };
      }),
      row('POST /mailboxes/:id/members/:member/owners', place, gets, async (house) => {
        const { id, member } = await mailbox(house, side);
        return { path: `/mailboxes/${id}/members/${member}/owners`, form: { keeps: 'yes' } };
      }),
      row('POST /mailboxes/:id/invitations', place, gets, async (house) => ({
        path: `/mailboxes/${await invited(house, side)}/invitations`,
        form: {},
      })),
      row('POST /mailboxes/:id/invitations/ends', place, gets, async (house) => ({
        path: `/mailboxes/${await invited(house, side)}/invitations/ends`,
        form: {},
      })),
    ];
  }),
];
