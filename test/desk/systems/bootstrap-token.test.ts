import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemOf } from '../../../src/desk/systems/secrets.ts';
import { createSystem } from '../../../src/desk/systems/create-system.ts';
import { setBootstrapToken } from '../../../src/desk/systems/systems.ts';
import { scopes, usualScopes } from '../../../src/message/scopes.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

const manager = {
  actor: { kind: 'staff', id: '0197a3c2-7b1e-7c3a-9f00-000000000001' },
  units: null,
  scopes,
} as const;

withDatabases('The name of the bootstrap token’s system', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  test('is nobody else’s, in any case, with or without a token', async () => {
    const refused = { name: 'Refusal', code: 'already_exists' };
    for (const name of ['bootstrap', 'Bootstrap', ' BOOTSTRAP\t']) {
      await assert.rejects(createSystem(portal.ctx, manager, { name, from: ['*'] }), refused, name);
    }
    await setBootstrapToken(portal.ctx, 'the token');
    await assert.rejects(createSystem(portal.ctx, manager, { name: 'BootStrap', from: ['*'] }), refused);
    assert.deepEqual((await systemOf(portal.ctx, 'the token'))?.scopes, scopes);
    const { secret } = await createSystem(portal.ctx, manager, {
      name: 'bootstrap 2',
      from: ['*@example.dk'],
    });
    assert.deepEqual((await systemOf(portal.ctx, secret))?.scopes, usualScopes);
  });
});
