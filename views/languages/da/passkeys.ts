import type { PasskeysTexts } from '../en/passkeys.ts';

export const passkeys: PasskeysTexts = {
  title: 'Adgangsnøgler',
  lead: 'Med en adgangsnøgle (passkey) viser du, at det er dig, med dit ansigt, dit fingeraftryk eller koden til din enhed. Der er ikke noget at taste, og en falsk side får intet ud af den.',
  add: 'Tilføj en adgangsnøgle',
  name: 'Hvad du kalder den',
  nameHint: 'For eksempel “Min telefon”. Lader du feltet stå tomt, får den navn efter denne enhed.',
  added: (time: string) => `Tilføjet ${time}.`,
  used: (time: string) => `Sidst brugt ${time}.`,
  unused: 'Ikke brugt endnu.',
  backedUp: 'Gemt i en adgangskodeadministrator, så den kan virke på flere enheder.',
  oneDevice: 'Kun på én enhed.',
  change: 'Omdøb eller fjern',
  without:
    'Adgangsnøgler kan ikke bruges her: browseren kender dem ikke, eller JavaScript er slået fra i den.',
  signIn: 'Log ind med en adgangsnøgle',
  secondFactor: 'Brug en adgangsnøgle',
  stepUp: 'Bekræft med en adgangsnøgle',
  ceremony: {
    cancelled: 'Ingen adgangsnøgle blev brugt. Tryk på knappen igen, når du er klar.',
    known: 'Denne enhed har allerede en af dine adgangsnøgler hertil.',
    failed: 'Det lykkedes ikke. Prøv igen, eller vælg en anden måde.',
  },
  one: {
    title: (name: string) => `Adgangsnøgle: ${name}`,
    back: 'Din konto',
    addedAt: 'Tilføjet',
    usedAt: 'Sidst brugt',
    place: 'Hvor den ligger',
    rename: 'Gem navnet',
    remove: 'Fjern denne adgangsnøgle',
    removeHint:
      'Den kan ikke længere bruges til at logge ind her. Slet den også på din enhed, så den ikke bliver foreslået igen.',
  },
  errors: {
    gone: 'Det tog for lang tid. Tryk på knappen igen.',
    not_found: 'Du har ingen adgangsnøgle her. Vælg en anden måde.',
    already_exists: 'Denne adgangsnøgle er allerede tilføjet.',
    invalid: 'Skriv et navn på højst 60 tegn.',
    second_factor_needed:
      'Dine roller kræver en ekstra faktor, og dette er den sidste, du har. Tilføj først en anden.',
  },
};
