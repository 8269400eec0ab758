import type { FailuresTexts } from '../en/failures.ts';

export const failures = {
  title: 'Fel',
  kinds: {
    bounced: 'Avisering avvisad',
    notice_dead: 'Avisering inte överlämnad',
    locked: 'Låst efter felaktiga koder',
    sms_failed: 'Koden nådde inte telefonen',
    no_phone: 'Telefonnummer saknas',
    refused: 'Inte skickat',
    relay_failed: 'Mejl inte vidarebefordrat',
    expired_unread: 'Tiden gick ut oläst',
    reported: 'Anmält som inte till dem',
    silent: 'Adress där inget öppnas',
    phone_task: 'Mottagare ska ringas upp',
    print_task: 'Ska skickas på papper',
    dead_job: 'Arbete som gavs upp',
  },
} satisfies FailuresTexts;
