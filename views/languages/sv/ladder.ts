import type { LadderTexts } from '../en/ladder.ts';

export const ladder = {
  title: 'Olästa meddelanden',
  sms: (organisation: string, reference: string) =>
    `Du har ett säkert meddelande från ${organisation}, referens ${reference}. Länken till det finns i din e-post.`,
  call: {
    greeting: (organisation: string) =>
      `Hej. Det är ${organisation}. Ett säkert meddelande väntar på dig. Tryck på en knapp för att höra mer.`,
    said: (organisation: string, reference: string) =>
      `Du har ett säkert meddelande från ${organisation}. Länken till det finns i din e-post. Referensen är: ${reference}. Jag upprepar: ${reference}. Hej då.`,
    over: 'Meddelandet väntar inte längre på dig. Du behöver inte göra något. Hej då.',
  },
} satisfies LadderTexts;
