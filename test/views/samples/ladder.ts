import type { LadderPages, LetterPage, TasksPage } from '../../../views/models/ladder.ts';
import { at, id, otherId, type SamplesOf, signedInAs } from './common.ts';

export function ladderSamples(word: string): SamplesOf<LadderPages> {
  const page: TasksPage = {
    person: signedInAs(word),
    id,
    message: otherId,
    recipient: word,
    phone: '+4520123456',
    reference: 'KTRWH-MXCPB',
    tasks: [
      { task: 'phone_task', since: at },
      { task: 'print_task', since: at },
    ],
    most: 500,
    typed: { task: '', outcome: '', word: '' },
    problem: null,
  };
  const letter: LetterPage = {
    person: signedInAs(word),
    id,
    message: otherId,
    unit: word,
    recipient: word,
    language: 'sv',
    reference: 'KTRWH-MXCPB',
    subject: word,
    text: `${word}\n\n${word}`,
    attachments: [word],
    words: { sent: word, why: word, reference: word, attachments: word },
  };
  return {
    'desk-tasks': {
      both: page,
      'without-phone': { ...page, phone: null, tasks: page.tasks.slice(1) },
      'without-outcome': {
        ...page,
        tasks: page.tasks.slice(0, 1),
        typed: { task: 'phone_task', outcome: '', word },
        problem: 'outcome',
      },
      'too-long': { ...page, typed: { task: 'print_task', outcome: 'posted', word }, problem: 'word' },
    },
    'desk-letter': {
      text: letter,
      'html-alone': { ...letter, subject: '', text: null, attachments: [] },
    },
  };
}
