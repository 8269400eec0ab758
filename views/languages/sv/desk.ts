import type { DeskTexts } from '../en/desk.ts';

export const desk = {
  nav: {
    label: 'Huvudmeny',
    messages: 'Meddelanden',
    compose: 'Skriv ett meddelande',
    answers: 'Svar',
    unread: (count: number) => (count === 1 ? '1 oläst' : `${count > 99 ? '99+' : count} olästa`),
    evidence: 'Bevis',
    administration: 'Administration',
    account: 'Ditt konto',
    failures: 'Fel',
    incidents: 'Incidenter',
    sections: {
      people: 'Personer',
      units: 'Enheter',
      systems: 'System',
      contacts: 'Kontakter',
      policy: 'Regler',
      blocks: 'Spärrar',
      history: 'Historik',
    },
    signedInAs: 'Inloggad som',
  },
  roles: { sender: 'Avsändare', compliance: 'Regelefterlevnad', admin: 'Administratör' },
  messages: {
    titles: {
      own: 'Dina meddelanden',
      left: 'Meddelanden från tidigare kollegor',
      unit: 'Alla meddelanden i dina enheter',
    },
    none: {
      own: 'Du har inte skickat några meddelanden än.',
      left: 'Inga tidigare kollegor har lämnat meddelanden i dina enheter.',
      unit: 'Inget har skickats från dina enheter än.',
    },
    lists: {
      label: 'Vilka meddelanden',
      own: 'Dina egna',
      left: 'Från tidigare kollegor',
      unit: 'Alla i dina enheter',
    },
    toSecondFactor: 'Gå till din extra faktor',
    subjectHidden: 'Ämnet är dolt',
    compose: 'Skriv ett meddelande',
    next: 'Äldre meddelanden',
    recipients: (count: number) => (count === 1 ? '1 mottagare' : `${count} mottagare`),
    andMore: (count: number) => `och ${count} till`,
    noSubject: 'Utan ämne',
    contentGone: 'Innehållet har tagits bort',
  },
} satisfies DeskTexts;
