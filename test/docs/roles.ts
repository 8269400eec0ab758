/** Prints docs/roles.md from src/message/rights.ts: `node test/docs/roles.ts > docs/roles.md`. */
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import {
  type Answer,
  dutyRights,
  duties,
  type Duty,
  messageRights,
  messageVerbs,
  type MessageVerb,
  roles,
  type Standing,
  standings,
} from '../../src/message/rights.ts';

const standingWords: Readonly<Record<Standing, string>> = {
  own: 'their own',
  left: 'left behind in the unit',
  unit: 'a colleague’s in the unit',
  other: 'any other',
};
const verbWords: Readonly<Record<MessageVerb, string>> = {
  list: 'see that there is one: from whom, to whom, when, its status',
  timeline: 'see each recipient with all stamps',
  content: 'see the subject, the text, the attachments',
  act: 'remind, extend, correct a number, unlock, recall, redirect',
};
const answerWords: Readonly<Record<Answer, string>> = { yes: 'yes', reason: 'with a reason', no: '–' };
const dutyWords: Readonly<Record<Duty, string>> = {
  write: 'send in the unit’s name',
  people: 'people',
  units: 'units',
  systems: 'systems and their secrets',
  contacts: 'contacts',
  policy: 'the rules for sending, of the whole organisation',
  history: 'see what was changed, by whom',
  evidence: 'search what was recorded and export it',
  erasure: 'erase a message, or what is kept about one of its recipients',
  failures: 'see everybody’s failures, close them, and whether the sums agree',
  incidents: 'keep incidents',
  blocks: 'block addresses and domains',
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const verbTable = (verb: MessageVerb): string =>
  table(
    [verb, ...standings.map((standing) => standingWords[standing])],
    roles.map((role) => [role, ...standings.map((each) => answerWords[messageRights[role][verb][each]])]),
  );

const page = `# Who may see and do what

Printed from [\`src/message/rights.ts\`](../src/message/rights.ts), which is all that the code asks. Change it there, then:
\`node test/docs/roles.ts > docs/roles.md\`

A role holds in one unit, or in all of them. Of several roles the most generous answer counts. What somebody wrote is
theirs whichever roles they have. The roles \`compliance\` and \`admin\` count only in sessions in which a second factor was
proved.

## Whose messages

- **Their own**: they wrote it, or a system that they own sent it in nobody’s name.
- **Left behind**: whoever answered for it was deactivated, and it belongs to a unit where they hold the role. When that
  person is activated again, it is theirs again, and nobody else’s.
- **A colleague’s**: it belongs to such a unit.

${messageVerbs.map((verb) => `**${verb}**: ${verbWords[verb]}\n\n${verbTable(verb)}`).join('\n\n')}

**With a reason**: they choose what it is about and say why in their own words. That is an event of the message with their
name, which its sender sees on the message’s page, and opens it to them alone for 15 minutes. A system whose secret has
the scope \`messages:all\` needs no reason, and may give one ([\`Segl-Reason\`](rest.md#what-became-of-it)); that it reads a
message of somebody else is an event too, once an hour.

## Failures of somebody who is gone

Mails about what went wrong with the messages of a deactivated person go to the mailbox of the message’s unit, else to
the compliance address; those for a deactivated owner of a system to the mailbox of the system’s unit, else to the same.

## Who manages what

In the units where they hold the role. What belongs to the whole organisation asks for the role in all units.

${table(
  ['', ...roles],
  duties.map((duty) => [dutyWords[duty], ...roles.map((role) => (dutyRights[role][duty] ? 'yes' : '–'))]),
)}
`;

export const rolesPage = (): Promise<string> => format(page, { parser: 'markdown', printWidth: 120 });

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(await rolesPage());
