import type { SilenceTexts } from '../en/silence.ts';

export const silence = {
  title: 'Aldrig åbnet',
} satisfies SilenceTexts;
