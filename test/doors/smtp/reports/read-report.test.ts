import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readReport } from '../../../../src/doors/smtp/reports/read-report.ts';
import { groupware } from './cases/groupware.ts';
import { languages } from './cases/languages.ts';
import { odd } from './cases/odd-standard.ts';
import { others } from './cases/others.ts';
import { servers } from './cases/servers.ts';
import { standard } from './cases/standard.ts';

const groups = {
  'Reports of the standard': standard,
  'Reports that bend the standard': odd,
  'Servers with words of their own': servers,
  'Groupware and large providers': groupware,
  'Other languages, and servers that say little': languages,
  'No bounces': others,
};

for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    for (const { name, mail, fromPerson, says } of cases) {
      it(name, async () => {
        const raw = Buffer.from(mail.replaceAll('\n', '\r\n'));
        const found = await readReport(raw, { nullSender: !fromPerson });
        const { text: shown = '', ...facts } = found as typeof found & { text?: string };
        const { text: wanted = /(?:)/, ...expected } = says;
        assert.deepEqual(facts, expected, shown);
        assert.match(shown, wanted);
        // Lone line feeds come from pickups and pipes.
        assert.deepEqual(await readReport(Buffer.from(mail), { nullSender: !fromPerson }), found);
      });
    }
  });
}
