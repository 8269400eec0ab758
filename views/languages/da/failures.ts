import type { FailuresTexts } from '../en/failures.ts';

export const failures = {
  title: 'Fejl',
  kinds: {
    bounced: 'Varsel afvist',
    notice_dead: 'Varsel ikke afleveret',
    locked: 'Låst efter forkerte koder',
    sms_failed: 'Kode nåede ikke telefonen',
    no_phone: 'Telefonnummer mangler',
    refused: 'Ikke sendt',
    relay_failed: 'Mail ikke sendt videre',
    expired_unread: 'Udløbet ulæst',
    reported: 'Meldt som ikke til dem',
    silent: 'Adresse, hvor intet bliver åbnet',
    phone_task: 'Modtager skal ringes op',
    print_task: 'Skal sendes på papir',
    dead_job: 'Arbejde opgivet',
  },
} satisfies FailuresTexts;
