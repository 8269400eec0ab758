import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { withDatabases } from '../../support/database.ts';
import { openPortal } from '../../support/portal.ts';
import type { HistoryLine } from '../../../src/desk/history.ts';
import { changesOf } from '../../../src/doors/web/administration/history-changes.ts';
import { historyView } from '../../../src/doors/web/administration/history-view.ts';

describe('What a line of history says has changed', () => {
  it('is what differs, field by field, and inside of what stands in another', () => {
    const before = { gateway: { secure: 'all' }, staff: { claims: [], unitClaim: 'department' }, same: [1] };
    const after = {
      gateway: { secure: 'by_rule', rules: [{ subjectTag: '[s]' }] },
      staff: { claims: [] },
      same: [1],
    };
    assert.deepEqual(changesOf(before, after), [
      { field: 'gateway.secure', states: ['all', 'by_rule'] },
      { field: 'staff.unitClaim', states: ['department', null] },
      { field: 'gateway.rules', states: [null, [{ subjectTag: '[s]' }]] },
    ]);
  });

  it('is all there is of what came or went, and nothing where nothing was told', () => {
    assert.deepEqual(changesOf(null, { name: 'A', phone: null, note: '' }), [
      { field: 'name', states: ['A'] },
    ]);
    assert.deepEqual(changesOf({ name: 'A' }, null), [{ field: 'name', states: ['A'] }]);
    assert.deepEqual(changesOf(null, null), []);
    assert.deepEqual(changesOf({}, {}), []);
  });
});

withDatabases('What a line of history shows', (db) => {
  it('names units and people instead of their ids, and cuts what is longer than a line', async () => {
    const portal = await openPortal(db);
    const [unit, gone] = [portal.sender.unit, randomUUID()];
    const line: HistoryLine = {
      event: randomUUID(),
      type: 'contact.deleted',
      at: '2026-11-21T13:05:09.123456Z',
      actor: { kind: 'staff', id: gone },
      by: null,
      subject: gone,
      kind: 'contact',
      details: { kind: 'contact', subject: gone, version: 3, because: 'x' },
      before: {
        email: 'ana@example.com',
        unit,
        grants: [{ role: 'sender', unit }],
        from: Array(40).fill(gone),
      },
      after: null,
      erased: false,
    };
    const { lines } = await historyView(
      portal.ctx,
      [line, { ...line, actor: { kind: 'system', id: gone } }],
      {
        older: null,
        naming: true,
      },
    );
    const [shown, bySegl] = lines;
    assert.deepEqual(shown!.by, { name: null });
    assert.equal(bySegl!.by, null);
    assert.equal(shown!.subject!.name, 'ana@example.com');
    assert.deepEqual(shown!.facts, [{ field: 'because', value: 'x' }]);
    const states = Object.fromEntries(shown!.changes.map((each) => [each.field, each.states[0]]));
    assert.equal(states.unit, 'Borgerservice');
    assert.deepEqual(states.grants, [{ role: 'sender', unit: 'Borgerservice' }]);
    assert.equal((states.from as string[]).length, 31);
    const long = { ...line, before: { name: 'x'.repeat(10_000) } };
    const cut = await historyView(portal.ctx, [long], { older: null, naming: false });
    assert.equal((cut.lines[0]!.changes[0]!.states[0] as string).length, 301);
    await portal.close();
  });
});
