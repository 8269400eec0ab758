import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { rolesPage } from './roles.ts';

test('docs/roles.md says what the tables of rights say', async () => {
  const written = await readFile(new URL('../../docs/roles.md', import.meta.url), 'utf8');
  assert.equal(written, await rolesPage(), 'Run: node test/docs/roles.ts > docs/roles.md');
});
