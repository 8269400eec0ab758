import type { SilenceTexts } from '../en/silence.ts';

export const silence: SilenceTexts = {
  title: 'Aldrig öppnat',
  lead: 'Adresser och domäner där ingen någonsin har öppnat något, tio arbetsdagar efter att det skickades. Så ser en felaktig adress ut: mejlet kommer fram, men hos någon annan.',
  none: 'Det finns inga just nu.',
  resembles: 'Det liknar',
  resemblesMeans:
    'Kontrollera om det var den som menades. I så fall: återkalla meddelandena och rätta adressen där den kommer ifrån.',
  domain: (messages) =>
    messages === 1
      ? 'Ett meddelande till den här domänen, och ingen har öppnat det.'
      : `${messages} meddelanden till den här domänen, och ingen har öppnat något av dem.`,
  address: (messages) =>
    messages === 1
      ? 'Ett meddelande till den här adressen, och ingen har öppnat det.'
      : `${messages} meddelanden till den här adressen, och ingen har öppnat något av dem.`,
  first: 'Det första skickades',
  told: 'Avsändarna fick veta det',
  system: 'Skickat av',
  people: 'Medarbetare',
  newest: 'De senaste meddelandena:',
  message: 'Meddelande från',
  blockDomain: 'Skicka inget mer till domänen',
  blockAddress: 'Skicka inget mer till',
  right: 'Det är rätt så',
  rightHint: (most) =>
    `Säg med några ord varför, högst ${most} tecken. Sedan får ingen veta mer om det förrän någon har öppnat något där.`,
  close: 'Ta bort från listan',
  done: 'Den togs bort från listan.',
  errorTitle: 'Inget togs bort från listan',
  errors: {
    word: (most) => `Säg med några ord varför det är rätt, högst ${most} tecken.`,
    gone: () => 'Den finns inte på listan längre: någon hann före, eller så har något öppnats där.',
  },
  hint: (messages, since) =>
    `Inget av de ${messages} meddelandena till den här adressen har öppnats sedan ${since}. Är adressen rätt?`,
};
