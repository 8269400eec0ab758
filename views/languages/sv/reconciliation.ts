import type { ReconciliationTexts } from '../en/reconciliation.ts';

export const reconciliation: ReconciliationTexts = {
  title: 'Stämmer summorna?',
  lead: 'En gång om dagen räknas varje mottagare av varje meddelande enbart utifrån bevisen, och talen jämförs med det som sidorna visar. Var och en ska ha fått exakt ett avslut eller vara på väg.',
  never: 'Inget har räknats ännu.',
  count: 'Räkna nu',
  progress: (percent) => `Räknar: ${percent} % klart`,
  refresh: 'Se hur långt räkningen har kommit',
  agrees: 'Summorna stämmer',
  differs: (count) => (count === 1 ? 'Det finns en skillnad' : `Det finns ${count} skillnader`),
  counted: (messages, deliveries) => `Meddelanden: ${messages}. Mottagare: ${deliveries}. Räknat:`,
  what: 'Något är inte som bevisen säger.',
  whatNext:
    'Lita inte på något av det förrän en tekniker har tittat: det kan vara ett fel i Segl, en återställd säkerhetskopia eller någon som har ändrat databasen för hand. Bevisen själva kan inte ändras obemärkt.',
  first: 'De första meddelandena:',
  states: 'Vad det blev av dem enligt bevisen',
  earlier: 'De senaste dagarnas räkningar',
  when: 'När',
  deliveries: 'Mottagare',
  differences: 'Skillnader',
  findings: {
    recipients: {
      name: 'Andra mottagare än de som togs emot',
      means: 'Ett meddelande har fler eller färre mottagare än när det togs emot, eller saknas helt.',
    },
    no_events: {
      name: 'Mottagare utan bevis',
      means: 'En mottagare visas, men ingen händelse berättar om den.',
    },
    no_delivery: {
      name: 'Bevis utan mottagare',
      means: 'Händelser berättar om en mottagare som inte längre finns där, och som inte har raderats.',
    },
    gap: {
      name: 'En händelse saknas',
      means: 'En mottagares händelser är numrerade, och ett nummer saknas.',
    },
    two_outcomes: {
      name: 'Två avslut',
      means: 'En leverans avslutades, och avslutades sedan på ett annat sätt eller återupptogs.',
    },
    status: {
      name: 'En annan status',
      means: 'Det som sidorna visar om en leverans är inte det som dess händelser säger.',
    },
    overdue: {
      name: 'Inte avslutad i tid',
      means: 'Tiden för en leverans gick ut för mer än en timme sedan, och den är inte avslutad.',
    },
    stuck: {
      name: 'Inget är på väg',
      means:
        'På en timme har ingen avisering skickats, och ingen väntar på att skickas: mottagaren skulle aldrig få veta något.',
    },
    seal_left: {
      name: 'En nyckel som borde vara förstörd',
      means: 'Meddelandet är återkallat, har gått ut eller är raderat, och nyckeln till det finns kvar.',
    },
    seal_missing: {
      name: 'En nyckel saknas',
      means: 'En mottagare ska fortfarande kunna öppna meddelandet, men nyckeln till det finns inte.',
    },
  },
};
