import type { ReturningTexts } from '../en/returning.ts';

export const returning = {
  title: 'Dine beskeder',
  passkeys: 'Åbn uden kode næste gang',
} satisfies ReturningTexts;
