import type { LadderTexts } from '../en/ladder.ts';

export const ladder = {
  title: 'Ulæste beskeder',
  sms: (organisation: string, reference: string) =>
    `Du har en sikker besked fra ${organisation}, reference ${reference}. Du finder linket til den i din e-mail.`,
  call: {
    greeting: (organisation: string) =>
      `Hej. Det er ${organisation}. Der ligger en sikker besked til dig. Tryk på en tast for at høre mere.`,
    said: (organisation: string, reference: string) =>
      `Du har en sikker besked fra ${organisation}. Du finder linket til den i din e-mail. Referencen er: ${reference}. Jeg gentager: ${reference}. Farvel.`,
    over: 'Beskeden venter ikke længere på dig. Du behøver ikke gøre noget. Farvel.',
  },
} satisfies LadderTexts;
