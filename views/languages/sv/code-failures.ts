import type { CodeFailureTexts } from '../en/code-failures.ts';

export const codeFailures = {
  why: {
    unreachable: 'Telefonen kunde inte nås. Den är kanske avstängd eller saknar täckning.',
    blocked: 'Telefonen eller operatören blockerar den här sortens meddelanden.',
    unknown_number: 'Operatören känner inte till numret. Det används kanske inte längre.',
    no_mobile: 'Numret kan inte ta emot sms. Det går troligen till en fast telefon.',
    filtered: 'Operatören stoppade sms:et i sitt filter mot oönskade meddelanden.',
    unexplained: 'Orsaken är inte känd.',
    invalid_number: 'Numret är inget giltigt telefonnummer.',
    not_served: 'Leverantören som skickar våra sms och ringer våra samtal når inte numret.',
    unsubscribed: 'Någon har svarat STOP på ett sms från oss på den här telefonen, så den får inga fler.',
    busy: 'Det var upptaget.',
    no_answer: 'Ingen svarade.',
    not_put_through: 'Samtalet kunde inte kopplas fram. Numret används kanske inte.',
    canceled: 'Det avbröts på vägen.',
    not_sent: 'Den kunde inte skickas i tid. Felet är vårt och har inget med numret att göra.',
    unsure: 'Förbindelsen bröts, så ingen vet om koden kom fram. Den skickas inte igen av sig själv.',
    account: 'Leverantören tog inte emot den från oss. Det har inget med numret att göra.',
    other: 'Leverantören uppgav en orsak som vi saknar ord för.',
  },
  named: (code: string) => `Leverantörens felkod är ${code}.`,
  advice: {
    check_number: 'Kontrollera numret och rätta det här om det är fel.',
    ask_for_call: 'Mottagaren kan i stället be om att bli uppringd med koden.',
    ask_again: 'Mottagaren kan be om en ny kod.',
    tell_operator: 'Meddela er it-avdelning och uppge felkoden.',
  },
} satisfies CodeFailureTexts;
