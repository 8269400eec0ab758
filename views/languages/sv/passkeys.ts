import type { PasskeysTexts } from '../en/passkeys.ts';

export const passkeys: PasskeysTexts = {
  title: 'Lösennycklar',
  lead: 'Med en lösennyckel (passkey) visar du att det är du med ansiktet, fingeravtrycket eller enhetens pinkod. Det finns inget att skriva in, och en falsk sida får inget ut av den.',
  add: 'Lägg till en lösennyckel',
  name: 'Vad du kallar den',
  nameHint: 'Till exempel ”Min telefon”. Lämnar du fältet tomt får den namn efter den här enheten.',
  added: (time: string) => `Tillagd ${time}.`,
  used: (time: string) => `Senast använd ${time}.`,
  unused: 'Inte använd än.',
  backedUp: 'Sparad i en lösenordshanterare, så den kan fungera på flera enheter.',
  oneDevice: 'Bara på en enhet.',
  change: 'Byt namn eller ta bort',
  without:
    'Lösennycklar går inte att använda här: webbläsaren känner inte till dem, eller så är JavaScript avstängt i den.',
  signIn: 'Logga in med en lösennyckel',
  secondFactor: 'Använd en lösennyckel',
  stepUp: 'Bekräfta med en lösennyckel',
  ceremony: {
    cancelled: 'Ingen lösennyckel användes. Tryck på knappen igen när du är redo.',
    known: 'Den här enheten har redan en av dina lösennycklar hit.',
    failed: 'Det lyckades inte. Försök igen eller välj ett annat sätt.',
  },
  one: {
    title: (name: string) => `Lösennyckel: ${name}`,
    back: 'Ditt konto',
    addedAt: 'Tillagd',
    usedAt: 'Senast använd',
    place: 'Var den finns',
    rename: 'Spara namnet',
    remove: 'Ta bort den här lösennyckeln',
    removeHint:
      'Den kan inte längre användas för att logga in här. Radera den på din enhet också, så att den inte föreslås igen.',
  },
  errors: {
    gone: 'Det tog för lång tid. Tryck på knappen igen.',
    not_found: 'Du har ingen lösennyckel här. Välj ett annat sätt.',
    already_exists: 'Den här lösennyckeln har redan lagts till.',
    invalid: 'Skriv ett namn på högst 60 tecken.',
    second_factor_needed:
      'Dina roller kräver en extra faktor, och det här är den sista du har. Lägg till en annan först.',
  },
};
