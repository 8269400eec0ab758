import type { PasskeysTexts } from '../en/passkeys.ts';

export const passkeys: PasskeysTexts = {
  title: 'Nycklar',
  lead: 'Med en nyckel (passkey) visar du att det är du med ansiktet, fingeravtrycket eller enhetens pinkod. Det finns inget att skriva in, och en falsk sida får inget ut av den.',
  add: 'Lägg till en nyckel',
  name: 'Vad du kallar den',
  nameHint: 'Till exempel ”Min telefon”. Lämnar du fältet tomt får den namn efter den här enheten.',
  added: (time: string) => `Tillagd ${time}.`,
  used: (time: string) => `Senast använd ${time}.`,
  unused: 'Inte använd än.',
  backedUp: 'Sparad i en lösenordshanterare, så den kan fungera på flera enheter.',
  oneDevice: 'Bara på en enhet.',
  change: 'Byt namn eller ta bort',
  without:
    'Nycklar går inte att använda här: webbläsaren känner inte till dem, eller så är JavaScript avstängt i den.',
  signIn: 'Logga in med en nyckel',
  secondFactor: 'Använd en nyckel',
  stepUp: 'Bekräfta med en nyckel',
  ceremony: {
    cancelled: 'Ingen nyckel användes. Tryck på knappen igen när du är redo.',
    known: 'Den här enheten har redan en av dina nycklar hit.',
    failed: 'Det lyckades inte. Försök igen eller välj ett annat sätt.',
  },
  one: {
    title: (name: string) => `Nyckel: ${name}`,
    back: 'Ditt konto',
    addedAt: 'Tillagd',
    usedAt: 'Senast använd',
    place: 'Var den finns',
    rename: 'Spara namnet',
    remove: 'Ta bort den här nyckeln',
    removeHint:
      'Den kan inte längre användas för att logga in här. Radera den på din enhet också, så att den inte föreslås igen.',
  },
  errors: {
    gone: 'Det tog för lång tid. Tryck på knappen igen.',
    not_found: 'Du har ingen nyckel här. Välj ett annat sätt.',
    already_exists: 'Den här nyckeln har redan lagts till.',
    invalid: 'Skriv ett namn på högst 60 tecken.',
    second_factor_needed:
      'Dina roller kräver en andra faktor, och det här är den sista du har. Lägg till en annan först.',
  },
};
