import type { CommonTexts } from '../en/common.ts';

export const common = {
  languageName: 'Svenska',
  languageSwitch: 'Språk',
  skip: 'Till innehållet',
  secureMessages: 'Säkra meddelanden',
  footer: (organisation: string) => `Säkra meddelanden från ${organisation}, levererade med Segl.`,
  errorTitle: (title: string) => `Fel: ${title}`,
  signOut: 'Logga ut',
  reference: 'Referens',
  from: 'Från',
  sent: 'Skickat',
  numberEndingIn: (digits: string) => `nummer som slutar på ${digits}`,
} satisfies CommonTexts;
