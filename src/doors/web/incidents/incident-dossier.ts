import type { RequestHandler } from 'express';
import { dossierPdf } from '../../../../views/pdf/dossier-pdf.ts';
import { makeDossier } from '../../../desk/incidents/make-dossier.ts';
import { readIncident } from '../../../desk/incidents/read-incident.ts';
import { authorities } from '../../../message/incidents.ts';
import { isLanguage } from '../../../message/languages.ts';
import { onDuty, viewerOf } from '../desk/signed-in.ts';
import { sendFile } from '../evidence/send-proof.ts';
import type { WebOptions } from '../options.ts';
import { languageOf, param } from '../page.ts';
import { keeperOf } from './incident-form.ts';

/** `GET /desk/incidents/{id}/dossier` with `language` and `authority`: the PDF, with the evidence and the drafts inside. */
export const getDossier = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const { ctx } = options;
    const asked = request.query.language;
    const language = isLanguage(asked) ? asked : languageOf(ctx, request, response);
    const authority = authorities.find((each) => each === request.query.authority) ?? null;
    const keeper = keeperOf(staff);
    if (request.method === 'HEAD') {
      // Asking whether it is there hands out nothing.
      await readIncident(ctx, keeper, param(request, 'id'));
      return void response.type('application/pdf').end();
    }
    const dossier = await makeDossier(ctx, keeper, viewerOf(staff), param(request, 'id'));
    const { organisation, url, timeZone } = ctx.settings;
    const pdf = await dossierPdf({ ...dossier, authority }, { language, organisation, url, timeZone });
    const name = `dossier-${dossier.incident.number}.pdf`;
    await sendFile(response, { name, type: 'application/pdf', bytes: [pdf] });
  });
