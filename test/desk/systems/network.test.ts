import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNetwork } from '../../../src/desk/systems/network.ts';
import { withDatabases } from '../../support/database.ts';

const networks = [
  '10.1.2.0/24',
  '0.0.0.0/0',
  '192.0.2.1/32',
  '2001:db8::/32',
  '::/0',
  '::1/128',
  '::ffff:10.0.0.0/104',
];
const none = [
  '',
  '10.1.2.3',
  '10.1.2.3/24',
  '10.1.2.0/33',
  '10.1.2/24',
  '10.1.2.0/',
  '10.1.2.0/-1',
  '256.0.0.0/8',
  '2001:db8::1/32',
  '2001:db8::/129',
  'fe80::%eth0/10',
  'example.dk/8',
  '10.1.2.0/24 ',
  '10.1.2.0/2 4',
];

test('a network has a prefix length and nothing to the right of it', () => {
  for (const each of networks) assert.equal(isNetwork(each), true, each);
  for (const each of none) assert.equal(isNetwork(each), false, each);
});

withDatabases('networks', (db) => {
  test('PostgreSQL takes each of them', async () => {
    const { rows } = await db.database.query<{ count: number }>(
      'select count(*)::int as count from unnest($1::cidr[])',
      [networks],
    );
    assert.equal(rows[0]?.count, networks.length);
  });
});
