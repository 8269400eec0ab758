import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { UuidTable } from '../../../src/evidence/whole-log/uuid-table.ts';
import { eventId } from '../../support/log-folder.ts';

it('A table of ids tells each apart from all others, and knows it again', () => {
  const table = new UuidTable();
  const ids = Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? randomUUID() : eventId(i)));
  // Ids that differ in one digit alone, whichever it is.
  const digits = [...'00000000-0000-0000-0000-000000000000'];
  const near = digits.flatMap((digit, at) => (digit === '0' ? [digits.with(at, 'f').join('')] : []));
  const all = [...ids, ...near];
  for (const [i, id] of all.entries()) assert.equal(table.number(id), i);
  assert.equal(table.size, all.length);
  for (const [i, id] of all.entries()) assert.equal(table.number(id), i);
  assert.equal(table.size, all.length);
});
