import { z } from 'zod';
import { mostIncidentMessages } from '../../desk/incidents/incident-messages.ts';
import { incidentLengths } from '../../desk/incidents/incident-text.ts';
import { registerFormats } from '../../desk/incidents/register-rows.ts';
import {
  dataKinds,
  incidentCauses,
  incidentDecisions,
  incidentOrigins,
  toldParties,
} from '../../message/incidents.ts';
import { instant, stamp, text, uuid } from './schema-text.ts';

const version = z.int().min(1).max(2_147_483_647);
const madeFrom = version.describe('The one that the change was made from.');
const words = (what: string) => text({ most: incidentLengths.words }).optional().describe(what);
const count = (what: string) => z.int().min(0).max(2_000_000_000).optional().describe(what);
const person = (what: string) => uuid.optional().describe(what);
const day = z.iso.date({ error: 'must be a day such as 2026-11-30' });
const limit = z.coerce.number().int().min(1).max(1000).default(100);
const year = z.coerce
  .number()
  .int()
  .min(2000)
  .max(2200)
  .optional()
  .describe('In whose numbers it is counted.');

const about = z.strictObject({
  message: uuid,
  delivery: uuid.optional().describe('Absent: the whole message.'),
});

const fields = z.strictObject({
  unit: text({ least: 1, most: 200 }).optional().describe('Name of the unit whose compliance sees it.'),
  title: text({ least: 1, most: incidentLengths.title }).describe('Short, and naming nobody.'),
  cause: z.enum(incidentCauses).optional(),
  what: words('What happened, naming nobody.'),
  dataKinds: z.array(z.enum(dataKinds)).max(dataKinds.length).optional(),
  persons: count('How many are affected.'),
  records: count('How many records.'),
  consequences: words('What may follow for those affected.'),
  measures: words('What was done, and will be.'),
  responsible: person('Id of the person who answers for it, and is alarmed.'),
  deputy: person('Id of the person who is alarmed too.'),
  reportedAt: instant.optional().describe('When the authority was told.'),
  delayReason: words('Why later than 72 hours (GDPR art. 33(1)).'),
  followUpOn: day.optional(),
});

export const newIncident = fields.extend({
  unit: fields.shape.unit.describe(
    'Absent: that of the messages, where all are of one; else the organisation.',
  ),
  origin: z.enum(incidentOrigins).default('by_hand'),
  awareAt: instant.optional().describe('From then the 72 hours run. Absent: now.'),
  messages: z.array(about).max(mostIncidentMessages).optional(),
});

export const changedIncident = fields.extend({
  unit: fields.shape.unit.describe('Absent: the whole organisation.'),
  awareAt: instant,
  version: madeFrom,
});

const readWords = z.string().describe('Empty: not yet known.');
const readTime = stamp.optional();

export const storedIncident = z.strictObject({
  id: uuid,
  number: z.string(),
  version,
  unit: z.string().optional().describe('Absent: the whole organisation.'),
  origin: z.enum(incidentOrigins),
  openedAt: stamp,
  openedBy: z.string().optional(),
  title: z.string(),
  awareAt: stamp,
  dueAt: stamp.describe('72 hours later.'),
  cause: z.enum(incidentCauses).optional(),
  what: readWords,
  dataKinds: z.array(z.enum(dataKinds)),
  persons: z.int().optional().describe('Absent: not yet known.'),
  records: z.int().optional().describe('Absent: not yet known.'),
  consequences: readWords,
  measures: readWords,
  responsible: uuid.optional(),
  responsibleName: z.string().optional(),
  responsibleLeft: z.boolean().describe('That person was deactivated, and is alarmed no more.'),
  deputy: uuid.optional(),
  deputyName: z.string().optional(),
  deputyLeft: z.boolean(),
  decision: z
    .strictObject({ decision: z.enum(incidentDecisions), why: z.string(), by: z.string(), at: stamp })
    .optional(),
  reportedAt: readTime,
  delayReason: readWords,
  needsDelayReason: z
    .boolean()
    .describe('The 72 hours are over, or were at the report, and nothing says why.'),
  followUpOn: day.optional(),
  closedAt: readTime,
  closedBy: z.string().optional(),
  messages: z.array(about.extend({ addedAt: stamp })),
  told: z.array(z.strictObject({ id: uuid, party: z.enum(toldParties), who: z.string(), at: stamp })),
  tasks: z.array(
    z.strictObject({
      id: uuid,
      what: z.string(),
      owner: uuid.optional(),
      ownerName: z.string().optional(),
      dueOn: day.optional(),
      doneAt: readTime,
      doneBy: z.string().optional(),
    }),
  ),
  letters: z.array(z.strictObject({ message: uuid, sentAt: stamp })),
});

export const incidentsQuery = z.strictObject({
  year,
  open: z.enum(['true', 'false']).optional().describe('Absent: both.'),
  message: uuid.optional().describe('About this message.'),
  after: uuid.optional().describe('The `next` of the page before.'),
  limit,
});

export const incidentPage = z.strictObject({
  incidents: z.array(
    z.strictObject({
      ...storedIncident.pick({
        id: true,
        number: true,
        unit: true,
        origin: true,
        awareAt: true,
        dueAt: true,
        title: true,
        cause: true,
        persons: true,
        reportedAt: true,
        closedAt: true,
        followUpOn: true,
      }).shape,
      decision: z.enum(incidentDecisions).optional(),
      openTasks: z.int(),
    }),
  ),
  next: uuid.optional().describe('`after` of the following page; absent: this is the last.'),
});

export const decision = z.strictObject({
  version: madeFrom,
  decision: z.enum(incidentDecisions),
  why: text({ least: 1, most: incidentLengths.words }),
});

export const messages = z.strictObject({ messages: z.array(about).min(1).max(mostIncidentMessages) });

export const told = z.strictObject({
  party: z.enum(toldParties),
  who: text({ least: 1, most: incidentLengths.who }).describe('Who, and how, naming no citizen.'),
  at: instant.optional().describe('Absent: now.'),
});

export const task = z.strictObject({
  what: text({ least: 1, most: incidentLengths.task }),
  owner: person('Id of the person who does it.'),
  dueOn: day.optional(),
});

export const completion = z.strictObject({ task: uuid });

export const standing = z.strictObject({ version: madeFrom });

export const registerQuery = z.strictObject({
  year,
  format: z
    .enum(registerFormats)
    .default('csv')
    .describe('`excel`: semicolons and a byte order mark, as Excel opens it in Scandinavia.'),
});

/** CSV is no JSON. */
export const streamed = z.any();
