import type { MisdeliveriesTexts } from '../en/misdeliveries.ts';

export const misdeliveries = {
  title: 'Den er ikke til mig',
} satisfies MisdeliveriesTexts;
