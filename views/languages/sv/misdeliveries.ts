import type { MisdeliveriesTexts } from '../en/misdeliveries.ts';

export const misdeliveries = {
  title: 'Det är inte till mig',
} satisfies MisdeliveriesTexts;
