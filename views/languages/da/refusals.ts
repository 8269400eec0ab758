import type { RefusalTexts } from '../en/refusals.ts';

export const refusals = {
  malformed: 'Vi kunne ikke læse det, der blev sendt. Hent siden igen, og prøv en gang til.',
  unauthenticated: 'Log ind for at fortsætte.',
  forbidden: 'Din konto må ikke gøre det. Spørg en administrator, hvis du har brug for det.',
  not_found: 'Her er ikke noget. Det er måske flyttet eller slettet.',
  request_in_flight:
    'Vi arbejder stadig på den samme anmodning. Vent et øjeblik, og se efter, før du prøver igen.',
  delivery_final: 'Denne levering er afsluttet og kan ikke længere ændres. Send en ny besked i stedet.',
  not_held: 'Denne levering er ikke holdt tilbage, så der er ikke noget at slippe fri.',
  not_locked: 'Denne levering er ikke låst, så der er ikke noget at låse op.',
  unlocks_exhausted:
    'Denne levering er låst op så mange gange, som det er sikkert. Send en ny besked i stedet.',
  already_exists: 'Det findes allerede. Vælg et andet navn eller en anden adresse.',
  gone: 'Det er ikke længere tilgængeligt.',
  too_large: 'Det fylder for meget. Prøv med færre eller mindre filer.',
  unsupported_media_type: 'Den slags indhold kan vi ikke tage imod her.',
  invalid: 'Noget mangler eller blev ikke forstået. Se efter, hvad du har skrevet.',
  empty_message: 'Skriv en tekst, eller vælg en fil.',
  no_recipient_left: 'Angiv mindst én modtager, som beskeden kan sendes til.',
  too_many_recipients: 'Der er for mange modtagere. Send beskeden ad flere omgange.',
  too_many_attachments: 'Der er for mange filer. Pak dem i én fil, eller send flere beskeder.',
  mail_loop:
    'Mailen kørte i ring. Bed den, der driver jeres mailserver, om at se efter en løkke i opsætningen.',
  sender_not_allowed: 'Du må ikke sende fra denne adresse. Vælg en anden, eller spørg en administrator.',
  idempotency_mismatch:
    'Formularen er allerede sendt med et andet indhold. Hent siden igen, og prøv en gang til.',
  expiry_invalid: 'Vælg, hvor længe beskeden kan læses.',
  no_phone: 'Der mangler et telefonnummer. Uden det kan modtageren ikke få en kode.',
  phone_invalid: 'Det er ikke et telefonnummer. Skriv det for eksempel som 20 12 34 56.',
  email_invalid: 'Det er ikke en e-mailadresse. Skriv den for eksempel som navn@example.dk.',
  no_live_code: 'Koden virker ikke længere. Bed om en ny.',
  wrong_code: 'Koden er ikke rigtig. Se efter, og prøv igen.',
  password_weak: 'Adgangskoden er for kort.',
  budget_spent: 'Der har været mange forsøg. Vent nogle minutter, og prøv igen.',
  second_factor_needed: 'Det kræver en ekstra faktor. Opret en under “Din konto”, og log ind med den.',
  proof_too_old: 'Bekræft igen, at det er dig, og fortsæt.',
  reason_needed: 'Skriv, hvorfor du har brug for at se dette. Begrundelsen bliver registreret.',
  changed_meanwhile:
    'En anden har ændret dette, mens du så på det. Her er det, som det ser ud nu; lav din ændring igen.',
  last_administrator:
    'Der skal være nogen tilbage, som kan administrere alt. Giv først en anden den rolle, og lad vedkommende logge ind.',
  not_logged_yet:
    'Det nyeste af dette er ikke i loggen endnu. Prøv igen om lidt. Hjælper det ikke, så sig det til den, der driver serveren.',
  in_use: 'Noget afhænger stadig af dette. Flyt eller luk det først.',
  code_used: 'Koden er allerede brugt. Vent på den næste.',
  clock_off:
    'Koden passer til et andet tidspunkt: uret på din enhed går forkert. Lad det stille sig selv, og prøv igen.',
  passkey_invalid: 'Den adgangsnøgle virker ikke her. Prøv en anden, eller log ind på en anden måde.',
  sign_in_failed: 'Login lykkedes ikke. Begynd forfra.',
  no_role: 'Vi kender dig, men ingen har givet dig en rolle her. Spørg en administrator.',
  identity_provider_away: 'Din organisations login svarer ikke. Prøv igen om lidt.',
  notice_waits:
    'Meddelelsen er ikke sendt af sted endnu: indtil da kan du kalde beskeden tilbage uden spor. Prøv igen, når den er sendt.',
  same_address: 'Det er den adresse, den blev sendt til før. Skriv den rigtige persons adresse.',
  already_closed: 'Nogen har allerede afsluttet dette.',
  not_asked: 'Det er der ingen, der har bedt dig om.',
  blocked_address:
    'Din organisation har spærret denne adresse eller dens domæne. Tjek den, eller spørg dem, der står for compliance.',
  overloaded: 'Der er meget travlt lige nu. Prøv igen om et øjeblik.',
  already_signed: 'Der er allerede skrevet under. Intet blev ændret.',
  already_declined:
    'Det blev afvist tidligere, og det står fast. Tal med afsenderen, hvis du har ombestemt dig.',
  stronger_needed: 'Afsenderen beder om et stærkere bevis for, hvem du er. Vælg en af de viste måder.',
  identity_differs: 'Den, der loggede ind, er ikke den, beskeden er til. Intet blev åbnet.',
  not_permitted: 'Afsenderen af beskeden tillader det ikke. Spørg dem.',
  upload_offset: 'Overførslen er nået til et andet sted. Den fortsætter derfra.',
} satisfies RefusalTexts;
