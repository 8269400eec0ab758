import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { withDatabases } from '../../../support/database.ts';
import { openPortal, type Portal } from '../../../support/portal.ts';
import { programMails } from './program-mails.ts';
import { listed, stageMail, trace } from './stage-mail.ts';

withDatabases('The mails of common programs', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  for (const each of programMails) {
    it(each.name, async () => {
      const { text, html, files, raw } = await stageMail(portal, each.mail);
      assert.deepEqual(
        { text, html, files: listed(files) },
        { text: each.text, html: each.html, files: each.files ?? [] },
      );
      assert.ok(raw.subarray(trace.length).equals(each.mail), 'passed on byte for byte');
    });
  }
});
