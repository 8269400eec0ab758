import type { ReturningTexts } from '../en/returning.ts';

export const returning = {
  title: 'Dina meddelanden',
  passkeys: 'Öppna utan kod nästa gång',
} satisfies ReturningTexts;
