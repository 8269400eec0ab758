import type { SilenceTexts } from '../en/silence.ts';

export const silence = {
  title: 'Aldrig öppnat',
} satisfies SilenceTexts;
