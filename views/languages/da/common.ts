import type { CommonTexts } from '../en/common.ts';

export const common = {
  languageName: 'Dansk',
  languageSwitch: 'Sprog',
  skip: 'Gå til indholdet',
  secureMessages: 'Sikre beskeder',
  footer: (organisation: string) => `Sikre beskeder fra ${organisation}, leveret med Segl.`,
  errorTitle: (title: string) => `Fejl: ${title}`,
  signOut: 'Log ud',
  reference: 'Reference',
  from: 'Fra',
  sent: 'Sendt',
  numberEndingIn: (digits: string) => `nummer, der ender på ${digits}`,
} satisfies CommonTexts;
