import type { DeskTexts } from '../en/desk.ts';

export const desk = {
  nav: {
    label: 'Hovedmenu',
    messages: 'Beskeder',
    compose: 'Skriv en besked',
    answers: 'Svar',
    unread: (count: number) => (count === 1 ? '1 ulæst' : `${count > 99 ? '99+' : count} ulæste`),
    evidence: 'Beviser',
    administration: 'Administration',
    account: 'Din konto',
    failures: 'Fejl',
    incidents: 'Hændelser',
    sections: {
      people: 'Personer',
      units: 'Enheder',
      systems: 'Systemer',
      contacts: 'Kontakter',
      policy: 'Regler',
      blocks: 'Spærringer',
      history: 'Historik',
    },
    signedInAs: 'Logget ind som',
  },
  roles: { sender: 'Afsender', compliance: 'Compliance', admin: 'Administrator' },
  messages: {
    titles: {
      own: 'Dine beskeder',
      left: 'Beskeder fra tidligere kolleger',
      unit: 'Alle beskeder i dine enheder',
    },
    none: {
      own: 'Du har ikke sendt nogen beskeder endnu.',
      left: 'Ingen tidligere kolleger har efterladt beskeder i dine enheder.',
      unit: 'Der er endnu ikke sendt noget fra dine enheder.',
    },
    lists: {
      label: 'Hvilke beskeder',
      own: 'Dine egne',
      left: 'Fra tidligere kolleger',
      unit: 'Alle i dine enheder',
    },
    toSecondFactor: 'Gå til din ekstra faktor',
    subjectHidden: 'Emnet er skjult',
    compose: 'Skriv en besked',
    next: 'Ældre beskeder',
    recipients: (count: number) => (count === 1 ? '1 modtager' : `${count} modtagere`),
    andMore: (count: number) => `og ${count} til`,
    noSubject: 'Uden emne',
    contentGone: 'Indholdet er slettet',
  },
} satisfies DeskTexts;
