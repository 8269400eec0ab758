import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSystem, setBootstrapToken, systemOf } from '../../src/desk/systems.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';

withDatabases('The name of the bootstrap token’s system', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  test('is nobody else’s, in any case, with or without a token', async () => {
    const refused = { name: 'Refusal', code: 'already_exists' };
    for (const name of ['bootstrap', 'Bootstrap', ' BOOTSTRAP\t']) {
      await assert.rejects(createSystem(portal.ctx, { name, from: ['*'] }), refused, name);
    }
    await setBootstrapToken(portal.ctx, 'the token');
    await assert.rejects(createSystem(portal.ctx, { name: 'BootStrap', from: ['*'] }), refused);
    assert.equal((await systemOf(portal.ctx, 'the token'))?.isAdmin, true);
    const { secret } = await createSystem(portal.ctx, { name: 'bootstrap 2', from: ['*@example.dk'] });
    assert.equal((await systemOf(portal.ctx, secret))?.isAdmin, false);
  });
});
