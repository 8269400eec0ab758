import { texts } from '../../../views/languages/index.ts';
import { type Moment, type Preset, presets } from '../../message/acknowledgements.ts';
import type { Statements } from '../../message/content.ts';
import { languages } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';

/** A wording of the list in every language, so that each recipient signs it in their own. */
export const presetStatements = (preset: Preset): Statements =>
  Object.fromEntries(languages.map((language) => [language, texts[language].compose.presets[preset]]));

export const isPreset = (text: unknown): text is Preset => (presets as readonly unknown[]).includes(text);

/** Nobody can say of a message that they have read it, or agree to it, before it is shown to them. Refuses invalid. */
export function checkPreset(preset: Preset, moment: Moment | undefined): void {
  if (preset === 'received' || moment !== 'before') return;
  throw new Refusal(
    'invalid',
    'Whoever signs before reading can only say that they have received it. Ask after reading, or use your own words.',
    { field: 'acknowledgement.preset' },
  );
}
