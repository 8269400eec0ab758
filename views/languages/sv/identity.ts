import type { IdentityTexts } from '../en/identity.ts';

export const identity: IdentityTexts = {
  signIn: (organisation) => `Logga in med ${organisation}`,
  failed: {
    title: 'Du loggades inte in',
    problems: {
      denied:
        'Er inloggning nekade dig, eller så vände du om. Försök igen, eller fråga er it-avdelning om du får logga in här.',
      expired:
        'Inloggningen tog för lång tid, är redan använd eller började i en annan webbläsare. Börja om.',
      failed:
        'Svaret från er inloggning går inte att lita på, så ingen har loggats in. Börja om. Händer det igen, säg till en administratör.',
      clock:
        'Klockan i er inloggning och vår skiljer sig mer än en minut. Säg till en administratör: en av dem måste ställas.',
      stale: 'Er inloggning frågade inte vem du är. Försök igen och logga in på nytt där.',
      other_person: 'Någon annan loggade in där än den som är inloggad här. Försök igen som dig själv.',
      away: 'Er inloggning svarar inte. Försök igen om en stund. Har du ett lösenord här kan du använda det så länge.',
      no_role: 'Vi vet vem du är, men du har ingen roll här. Be er it-avdelning att ge dig en.',
      closed: 'En administratör har stängt ditt konto här. Fråga dem om du behöver det.',
      email_missing:
        'Er inloggning ger oss ingen e-postadress till dig. Be er it-avdelning att lägga till den.',
      email_taken: 'Din e-postadress hör till ett annat konto här. Be en administratör att ändra det kontot.',
      email_unverified:
        'Det finns ett konto här med din e-postadress, men er inloggning säger inte att adressen är din. Be er it-avdelning att bekräfta den.',
      often: 'Många har loggat in från ert nätverk. Vänta några minuter och försök igen.',
    },
    wanted: 'En av dessa roller eller grupper släpper in dig:',
    again: 'Försök igen',
    otherWays: 'Logga in på ett annat sätt',
  },
};
