import type { DeskTexts } from '../en/desk.ts';

export const desk = {
  nav: {
    label: 'Hovedmenu',
    messages: 'Beskeder',
    compose: 'Skriv en besked',
    administration: 'Administrér',
    account: 'Din konto',
    sections: {
      people: 'Personer',
      units: 'Enheder',
      systems: 'Systemer',
      contacts: 'Kontakter',
      policy: 'Regler',
      history: 'Historik',
    },
    signedInAs: 'Logget ind som',
  },
  roles: { sender: 'Afsender', compliance: 'Compliance', admin: 'Administrator' },
  messages: {
    title: 'Dine beskeder',
    none: 'Du har ikke sendt nogen beskeder endnu.',
    compose: 'Skriv en besked',
    next: 'Ældre beskeder',
    recipients: (count: number) => (count === 1 ? '1 modtager' : `${count} modtagere`),
    andMore: (count: number) => `og ${count} til`,
    noSubject: 'Uden emne',
    contentGone: 'Indholdet er slettet',
  },
} satisfies DeskTexts;
