import type { DeskTexts } from '../en/desk.ts';

export const desk = {
  nav: {
    label: 'Huvudmeny',
    messages: 'Meddelanden',
    compose: 'Skriv ett meddelande',
    administration: 'Administrera',
    account: 'Ditt konto',
    sections: {
      people: 'Personer',
      units: 'Enheter',
      systems: 'System',
      contacts: 'Kontakter',
      policy: 'Regler',
      history: 'Historik',
    },
    signedInAs: 'Inloggad som',
  },
  roles: { sender: 'Avsändare', compliance: 'Regelefterlevnad', admin: 'Administratör' },
  messages: {
    title: 'Dina meddelanden',
    none: 'Du har inte skickat några meddelanden än.',
    compose: 'Skriv ett meddelande',
    next: 'Äldre meddelanden',
    recipients: (count: number) => (count === 1 ? '1 mottagare' : `${count} mottagare`),
    andMore: (count: number) => `och ${count} till`,
    noSubject: 'Utan ämne',
    contentGone: 'Innehållet har tagits bort',
  },
} satisfies DeskTexts;
