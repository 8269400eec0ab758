import type { Language } from '../../src/message/languages.ts';
import { texts } from '../languages/index.ts';
import type { DossierIncident } from '../models/dossier.ts';
import { gapMark } from './authority-draft.ts';

/** A letter to those affected, in plain words (GDPR art. 34(2)), with marks where somebody has to write. */
export function letterDraft(
  incident: DossierIncident,
  language: Language,
  organisation: string,
): { readonly subject: string; readonly text: string } {
  const { incidents } = texts[language];
  const { letter } = texts[language].dossier;
  const mark = gapMark(language);
  const kinds = incident.dataKinds.map((kind) => incidents.kinds[kind]).join('; ');
  const parts: readonly (readonly [heading: string, text: string])[] = [
    [letter.what, incident.what || mark],
    [letter.data, kinds || mark],
    [letter.meaning, incident.consequences || mark],
    [letter.done, incident.measures || mark],
    [letter.yourself, mark],
    [letter.questions, letter.ask(incident.responsibleName ?? mark, organisation)],
  ];
  return {
    subject: letter.subject,
    text: [
      letter.opening,
      ...parts.map(([heading, text]) => `${heading}\n${text}`),
      letter.complain,
      `${letter.regards}\n${organisation}`,
    ].join('\n\n'),
  };
}
