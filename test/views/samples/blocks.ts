import { misdeliveryReasons } from '../../../src/message/misdeliveries.ts';
import type { BlockPage, BlocksPages, BlockView, NewBlockPage } from '../../../views/models/blocks.ts';
import { at, id, otherId, type SamplesOf, signedInAs, unitsOf } from './common.ts';

export function blocksSamples(word: string): SamplesOf<BlocksPages> {
  const person = signedInAs(word);
  const block: BlockView = {
    id,
    pattern: word,
    unitName: null,
    reason: word,
    madeAt: at,
    madeBy: word,
    liftedAt: null,
    liftedBy: null,
  };
  const lifted = { ...block, id: otherId, unitName: word, madeBy: null, liftedAt: at, liftedBy: null };
  const earlier = {
    count: 60,
    opened: 1,
    newest: [
      { id, message: id, email: word, status: 'opened', opened: true, sentAt: at, recallable: true },
      {
        id: otherId,
        message: id,
        email: word,
        status: 'expired',
        opened: false,
        sentAt: at,
        recallable: false,
      },
    ],
  } as const;
  const one: BlockPage = { person, block, mayLift: true, earlier, done: 'made', problem: null };
  const page: NewBlockPage = {
    person,
    pattern: '',
    unit: '*',
    reason: '',
    most: 500,
    units: unitsOf(word),
    everywhere: true,
    about: null,
    problem: null,
  };
  const about = { delivery: id, address: word, domain: word, reported: null, earlier };
  const filled = { ...page, pattern: word, reason: word, unit: id, everywhere: false } as const;
  return {
    'desk-blocks': {
      none: { person, lifted: false, blocks: [], next: null, done: 'lifted' },
      'none-lifted': { person, lifted: true, blocks: [], next: null, done: null },
      some: {
        person,
        lifted: false,
        blocks: [block, { ...block, id: otherId, unitName: word }],
        next: '/desk/blocks',
        done: null,
      },
      lifted: { person, lifted: true, blocks: [lifted], next: null, done: null },
    },
    'desk-block': {
      made: one,
      'of-others': { ...one, mayLift: false, done: null, earlier: { count: 0, opened: 0, newest: [] } },
      twice: { ...one, block: lifted, done: null, problem: 'already_closed' },
    },
    'desk-block-new': {
      first: page,
      about: { ...filled, about },
      ...Object.fromEntries(
        misdeliveryReasons.map((reported) => [
          `about-${reported}`,
          { ...filled, about: { ...about, reported } },
        ]),
      ),
      ...Object.fromEntries(
        (['pattern', 'reason', 'unit', 'in_use', 'already_exists'] as const).map((problem) => [
          `without-${problem}`,
          { ...filled, about, problem },
        ]),
      ),
    },
  };
}
