import type { RefusalTexts } from '../en/refusals.ts';

export const refusals = {
  malformed: 'Vi kunde inte läsa det som skickades. Ladda om sidan och försök igen.',
  unauthenticated: 'Logga in för att fortsätta.',
  forbidden: 'Ditt konto får inte göra det. Fråga en administratör om du behöver det.',
  not_found: 'Här finns inget. Det kan ha flyttats eller tagits bort.',
  request_in_flight:
    'Samma begäran behandlas fortfarande. Vänta en stund och titta efter innan du försöker igen.',
  delivery_final:
    'Den här leveransen är avslutad och kan inte längre ändras. Skicka ett nytt meddelande i stället.',
  not_held: 'Den här leveransen hålls inte tillbaka, så det finns inget att släppa.',
  not_locked: 'Den här leveransen är inte låst, så det finns inget att låsa upp.',
  unlocks_exhausted:
    'Den här leveransen har låsts upp så många gånger som är säkert. Skicka ett nytt meddelande i stället.',
  already_exists: 'Det finns redan. Välj ett annat namn eller en annan adress.',
  gone: 'Det är inte längre tillgängligt.',
  too_large: 'Det är för stort. Försök med färre eller mindre filer.',
  unsupported_media_type: 'Den sortens innehåll kan vi inte ta emot här.',
  invalid: 'Något saknas eller gick inte att förstå. Kontrollera det du har skrivit.',
  empty_message: 'Skriv en text eller välj en fil.',
  no_recipient_left: 'Ange minst en mottagare som meddelandet kan skickas till.',
  too_many_recipients: 'Det är för många mottagare. Skicka meddelandet i flera omgångar.',
  too_many_attachments: 'Det är för många filer. Packa dem i en fil eller skicka flera meddelanden.',
  mail_loop:
    'Mejlet gick runt i en cirkel. Be den som sköter er e-postserver att leta efter en slinga i dess vägval.',
  sender_not_allowed: 'Du får inte skicka från den här adressen. Välj en annan eller fråga en administratör.',
  idempotency_mismatch:
    'Formuläret har redan skickats med ett annat innehåll. Ladda om sidan och försök igen.',
  expiry_invalid: 'Välj hur länge meddelandet kan läsas.',
  no_phone: 'Ett telefonnummer saknas. Utan det kan mottagaren inte få någon kod.',
  phone_invalid: 'Det är inget telefonnummer. Skriv det till exempel som 070-123 45 67.',
  email_invalid: 'Det är ingen e-postadress. Skriv den till exempel som namn@example.se.',
  no_live_code: 'Koden fungerar inte längre. Be om en ny.',
  wrong_code: 'Koden stämmer inte. Kontrollera den och försök igen.',
  password_weak: 'Lösenordet är för kort.',
  budget_spent: 'Det har gjorts många försök. Vänta några minuter och försök igen.',
  second_factor_needed: 'Det kräver en extra faktor. Lägg till en under ”Ditt konto” och logga in med den.',
  proof_too_old: 'Bekräfta igen att det är du och fortsätt.',
  reason_needed: 'Skriv varför du behöver se detta. Skälet registreras.',
  changed_meanwhile:
    'Någon annan har ändrat detta medan du tittade på det. Så här ser det ut nu; gör din ändring igen.',
  last_administrator:
    'Någon måste finnas kvar som kan administrera allt. Ge först någon annan den rollen och låt personen logga in.',
  not_logged_yet:
    'Det nyaste av detta finns inte i loggen ännu. Försök igen om en liten stund. Hjälper det inte, säg till den som driver servern.',
  in_use: 'Något är fortfarande beroende av detta. Flytta eller stäng det först.',
  code_used: 'Koden är redan använd. Vänta på nästa.',
  clock_off:
    'Koden stämmer för en annan tid: klockan på din enhet går fel. Låt den ställa sig själv och försök igen.',
  passkey_invalid: 'Den lösennyckeln fungerar inte här. Prova en annan eller logga in på ett annat sätt.',
  sign_in_failed: 'Inloggningen lyckades inte. Börja om.',
  no_role: 'Vi känner dig, men ingen har gett dig en roll här. Fråga en administratör.',
  identity_provider_away: 'Din organisations inloggning svarar inte. Försök igen om en stund.',
  notice_waits:
    'Aviseringen har inte skickats ännu: fram till dess kan du återkalla meddelandet utan spår. Försök igen när den har skickats.',
  same_address: 'Det är adressen som det skickades till tidigare. Ange rätt persons adress.',
  already_closed: 'Någon har redan avslutat detta.',
  not_asked: 'Ingen har bett dig om det.',
  blocked_address:
    'Din organisation har spärrat adressen eller dess domän. Kontrollera den eller fråga dem som ansvarar för regelefterlevnad.',
  overloaded: 'Det är mycket att göra här just nu. Försök igen om en stund.',
  already_signed: 'Det är redan undertecknat. Ingenting ändrades.',
  already_declined: 'Det avböjdes tidigare, och det gäller. Tala med avsändaren om du har ändrat dig.',
  stronger_needed: 'Avsändaren ber om ett starkare bevis på vem du är. Välj ett av sätten som visas.',
  identity_differs: 'Den som legitimerade sig är inte den som meddelandet är till. Ingenting öppnades.',
  not_permitted: 'Avsändaren av meddelandet tillåter inte det. Fråga dem.',
  upload_offset: 'Överföringen har kommit till ett annat ställe. Den fortsätter därifrån.',
} satisfies RefusalTexts;
