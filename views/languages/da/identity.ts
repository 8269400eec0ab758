import type { IdentityTexts } from '../en/identity.ts';

export const identity: IdentityTexts = {
  signIn: (organisation) => `Log ind med ${organisation}`,
  failed: {
    title: 'Du blev ikke logget ind',
    problems: {
      denied:
        'Jeres login afviste dig, eller du vendte om. Prøv igen, eller spørg jeres it-afdeling, om du må logge ind her.',
      expired:
        'Det tog for lang tid at logge ind, svaret er allerede brugt, eller du begyndte i en anden browser. Begynd forfra.',
      failed:
        'Svaret fra jeres login er ikke til at stole på, så ingen er logget ind. Begynd forfra. Sker det igen, så sig det til en administrator.',
      clock:
        'Uret i jeres login og vores går mere end et minut forskelligt. Sig det til en administrator: et af dem skal stilles.',
      stale: 'Jeres login spurgte ikke, hvem du er. Prøv igen, og log ind på ny.',
      other_person:
        'Det var en anden, der loggede ind, end den, der er logget ind her. Prøv igen som dig selv.',
      away: 'Jeres login svarer ikke. Prøv igen om lidt. Har du en adgangskode her, kan du bruge den så længe.',
      no_role: 'Vi ved, hvem du er, men du har ingen rolle her. Bed jeres it-afdeling om at give dig en.',
      closed: 'En administrator har lukket din konto her. Spørg dem, hvis du har brug for den.',
      email_missing:
        'Jeres login giver os ingen mailadresse på dig. Bed jeres it-afdeling om at tilføje den.',
      email_taken:
        'Din mailadresse hører til en anden konto her. Bed en administrator om at ændre den konto.',
      email_unverified:
        'Der er en konto her med din mailadresse, men jeres login siger ikke, at adressen er din. Bed jeres it-afdeling om at bekræfte den.',
      often: 'Der er logget ind mange gange fra jeres netværk. Vent nogle minutter, og prøv igen.',
    },
    wanted: 'En af disse roller eller grupper giver adgang:',
    again: 'Prøv igen',
    otherWays: 'Log ind på en anden måde',
  },
};
