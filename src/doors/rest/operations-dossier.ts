import * as z from 'zod';
import { dossierPdf } from '../../../views/pdf/dossier-pdf.ts';
import { makeDossier } from '../../desk/incidents/make-dossier.ts';
import { readIncident } from '../../desk/incidents/read-incident.ts';
import { authorities } from '../../message/incidents.ts';
import { languageOfCountry, languages } from '../../message/languages.ts';
import { keeperOf } from './incident-call.ts';
import { type Operation, operation } from './operation.ts';
import { pieces } from './pieces.ts';
import { streamed } from './schemas-incidents.ts';
import type { Streamed } from './send-streamed.ts';

const type = 'application/pdf';

const query = z.strictObject({
  language: z.enum(languages).optional().describe('Of the text. Absent: that of the installation’s country.'),
  authority: z.enum(authorities).optional().describe('Whose drafts are attached. Absent: those of both.'),
});

/** The dossier of one incident. */
export const dossierOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/incidents/{id}/dossier',
    id: 'getDossier',
    summary: 'The dossier of an incident as PDF',
    description:
      'What is known, by the points of GDPR art. 33(3), with gaps marked *not yet known*. Attached to the PDF are the ' +
      'signed evidence of the incident’s messages, as far as the system may see them (its own; all with the scope ' +
      'messages:all), and drafts for the authorities in three languages. That evidence is handed out is itself evidence ' +
      '(`export.made`).',
    scope: 'incidents',
    query,
    streams: [type],
    answer: streamed,
    examples: { answer: null },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run(call, { req }) {
      const { ctx, viewer, id } = call;
      const { organisation, url, timeZone, country } = ctx.settings;
      const keeper = keeperOf(call);
      const { number } = await readIncident(ctx, keeper, id);
      const headers = { 'Content-Disposition': `attachment; filename="dossier-${number}.pdf"` };
      if (req.method === 'HEAD') {
        return { value: { type, bytes: () => pieces([]) } satisfies Streamed, headers };
      }
      const { language = languageOfCountry(country), authority = null } = call.query;
      const dossier = await makeDossier(ctx, keeper, viewer, id);
      const pdf = await dossierPdf({ ...dossier, authority }, { language, organisation, url, timeZone });
      return { value: { type, bytes: () => pieces([pdf]) } satisfies Streamed, headers };
    },
  }),
];
