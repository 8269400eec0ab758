import type { CodeFailureTexts } from '../en/code-failures.ts';

export const codeFailures = {
  why: {
    unreachable: 'Telefonen kunne ikke nås. Den er måske slukket eller uden dækning.',
    blocked: 'Telefonen eller teleselskabet blokerer for den slags beskeder.',
    unknown_number: 'Teleselskabet kender ikke nummeret. Det er måske ikke i brug længere.',
    no_mobile: 'Nummeret kan ikke modtage sms. Det går nok til en fastnettelefon.',
    filtered: 'Teleselskabet stoppede sms’en i sit filter mod uønskede beskeder.',
    unexplained: 'Årsagen kendes ikke.',
    invalid_number: 'Nummeret er ikke et gyldigt telefonnummer.',
    not_served: 'Udbyderen, der sender vores sms’er og foretager vores opkald, kan ikke nå nummeret.',
    unsubscribed: 'Nogen har svaret STOP på en sms fra os på denne telefon, så den får ikke flere.',
    busy: 'Der var optaget.',
    no_answer: 'Ingen tog telefonen.',
    not_put_through: 'Opkaldet kom ikke igennem. Nummeret er måske ikke i brug.',
    canceled: 'Det blev afbrudt undervejs.',
    not_sent: 'Den kunne ikke sendes i tide. Fejlen er vores og har intet med nummeret at gøre.',
    unsure: 'Forbindelsen blev afbrudt, så ingen ved, om koden nåede frem. Den sendes ikke igen af sig selv.',
    account: 'Udbyderen tog ikke imod den fra os. Det har intet med nummeret at gøre.',
    other: 'Udbyderen oplyste en årsag, som vi ikke har ord for.',
  },
  named: (code: string) => `Udbyderens fejlkode er ${code}.`,
  advice: {
    check_number: 'Se efter, om nummeret er rigtigt, og ret det her, hvis det ikke er.',
    ask_for_call: 'Modtageren kan i stedet bede om at blive ringet op med koden.',
    ask_again: 'Modtageren kan bede om en ny kode.',
    tell_operator: 'Giv jeres it-afdeling besked, og oplys fejlkoden.',
  },
} satisfies CodeFailureTexts;
