import type { SilenceTexts } from '../en/silence.ts';

export const silence: SilenceTexts = {
  title: 'Aldrig åbnet',
  lead: 'Adresser og domæner, hvor ingen nogensinde har åbnet noget, ti arbejdsdage efter at det blev sendt. Sådan ser en forkert adresse ud: Mailen kommer frem, men hos en anden.',
  none: 'Der er ingen i øjeblikket.',
  resembles: 'Det ligner',
  resemblesMeans:
    'Undersøg, om det var det, der var ment. Er det det, så tilbagekald beskederne, og ret adressen dér, hvor den kommer fra.',
  domain: (messages) =>
    messages === 1
      ? 'Én besked til dette domæne, og ingen har åbnet den.'
      : `${messages} beskeder til dette domæne, og ingen har åbnet nogen af dem.`,
  address: (messages) =>
    messages === 1
      ? 'Én besked til denne adresse, og ingen har åbnet den.'
      : `${messages} beskeder til denne adresse, og ingen har åbnet nogen af dem.`,
  first: 'Den første blev sendt',
  told: 'Afsenderne fik besked',
  system: 'Sendt af',
  people: 'Medarbejdere',
  newest: 'De nyeste beskeder:',
  message: 'Besked fra',
  blockDomain: 'Send ikke mere til domænet',
  blockAddress: 'Send ikke mere til',
  right: 'Det er rigtigt sådan',
  rightHint: (most) =>
    `Sig med få ord hvorfor, højst ${most} tegn. Så får ingen mere besked om det, før nogen har åbnet noget dér.`,
  close: 'Tag den af listen',
  done: 'Den er taget af listen.',
  errorTitle: 'Intet blev taget af listen',
  errors: {
    word: (most) => `Sig med få ord, hvorfor det er rigtigt, højst ${most} tegn.`,
    gone: () => 'Den er ikke på listen længere: Nogen var hurtigere, eller noget er blevet åbnet dér.',
  },
  hint: (messages, since) =>
    `Ingen af de ${messages} beskeder til denne adresse er blevet åbnet siden ${since}. Er adressen rigtig?`,
};
