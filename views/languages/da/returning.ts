import type { ReturningTexts } from '../en/returning.ts';

export const returning = {
  title: 'Dine beskeder',
  passkeys: 'Åbn uden kode næste gang',
  /** A way to open, on the page before a code. */
  opening: {
    title: 'Åbn med din adgangsnøgle',
    text: 'Du har tidligere tilføjet en adgangsnøgle (passkey) her. Dit ansigt, dit fingeraftryk eller koden til din enhed åbner beskeden, og du behøver ingen kode fra os.',
    use: 'Åbn med adgangsnøgle',
    without:
      'Adgangsnøgler kan ikke bruges i denne browser: den kender dem ikke, eller JavaScript er slået fra. Brug en anden måde i stedet.',
  },
  /** The same, with a code that the sender made. */
  accessCode: {
    title: 'Åbn med en kode fra afsenderen',
    text: (unit: string) =>
      `${unit} har lavet en kode til dig og giver dig den på en anden måde, for eksempel i telefonen, i et brev eller personligt. Den har 12 bogstaver og tal.`,
    label: 'Kode fra afsenderen',
    hint: 'For eksempel 7K3M-Q9TX-4BWD. Store og små bogstaver, mellemrum og bindestreger er uden betydning.',
    open: 'Åbn med denne kode',
  },
  known: 'Denne enhed har allerede en adgangsnøgle til denne adresse og telefon.',
} satisfies ReturningTexts;
