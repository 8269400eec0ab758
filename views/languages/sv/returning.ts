import type { ReturningTexts } from '../en/returning.ts';

export const returning = {
  title: 'Dina meddelanden',
  passkeys: 'Öppna utan kod nästa gång',
  /** A way to open, on the page before a code. */
  opening: {
    title: 'Öppna med din lösennyckel',
    text: 'Du har tidigare lagt till en lösennyckel (passkey) här. Ditt ansikte, ditt fingeravtryck eller enhetens pinkod öppnar meddelandet, och du behöver ingen kod från oss.',
    use: 'Öppna med lösennyckel',
    without:
      'Lösennycklar går inte att använda i den här webbläsaren: den känner inte till dem, eller så är JavaScript avstängt. Använd ett annat sätt i stället.',
  },
  known: 'Den här enheten har redan en lösennyckel för den här adressen och telefonen.',
} satisfies ReturningTexts;
