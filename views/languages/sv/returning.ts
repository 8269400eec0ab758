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
  /** The same, with a code that the sender made. */
  accessCode: {
    title: 'Öppna med en kod från avsändaren',
    text: (unit: string) =>
      `${unit} har gjort en kod till dig och ger dig den på ett annat sätt, till exempel per telefon, i ett brev eller personligen. Den har 12 bokstäver och siffror.`,
    label: 'Kod från avsändaren',
    hint: 'Till exempel 7K3M-Q9TX-4BWD. Stora och små bokstäver, mellanslag och bindestreck spelar ingen roll.',
    open: 'Öppna med den här koden',
  },
  known: 'Den här enheten har redan en lösennyckel för den här adressen och telefonen.',
} satisfies ReturningTexts;
