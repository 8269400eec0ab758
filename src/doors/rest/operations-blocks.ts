import type { Actor } from '../../delivery/message-access.ts';
import type { Block, BlockKeeper } from '../../desk/blocks/block.ts';
import { liftBlock } from '../../desk/blocks/lift-block.ts';
import { findBlock, listBlocks } from '../../desk/blocks/list-blocks.ts';
import { makeBlock } from '../../desk/blocks/make-block.ts';
import { unitCalled } from '../../desk/people/units.ts';
import { withoutNulls } from './contact-answers.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-blocks.ts';

const example = {
  id: '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10',
  pattern: 'fred.dk',
  reason: 'Nobody there is meant: it was fredericia.dk',
  madeAt: '2026-11-22T10:05:00.000001Z',
  madeBy: 'Mona Holm',
};

const keeperOf = (actor: Actor): BlockKeeper => ({ actor, units: null });

const answerOf = ({ unit: _, unitName, ...block }: Block) => withoutNulls({ ...block, unit: unitName });

/** Addresses and domains to which nothing is sent. */
export const blockOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/blocks',
    scope: 'blocks',
    id: 'listBlocks',
    summary: 'List blocked addresses and domains, newest first',
    query: schemas.blocksQuery,
    answer: schemas.blocks,
    examples: { answer: { blocks: [example] } },
    problems: ['gone'],
    async run({ ctx, actor, query: { lifted, ...query } }) {
      const page = await listBlocks(ctx, keeperOf(actor), { ...query, lifted: lifted === 'true' });
      const { blocks, next } = page;
      return { value: { blocks: blocks.map(answerOf), ...(next === undefined ? {} : { next }) } };
    },
  }),

  operation({
    method: 'post',
    path: '/blocks',
    scope: 'blocks',
    id: 'createBlock',
    summary: 'Send nothing any more to an address or a domain',
    description:
      'Recipients there are refused with blocked_address, the others get the message. What was sent before stays as it is.',
    body: schemas.newBlock,
    answer: schemas.block,
    examples: { body: { pattern: '*@fred.dk', reason: example.reason }, answer: example },
    problems: ['invalid', 'already_exists', 'in_use'],
    async run({ ctx, actor, body: { unit, ...draft } }) {
      const keeper = keeperOf(actor);
      const made = await makeBlock(ctx, keeper, {
        ...draft,
        unit: unit === undefined ? null : await unitCalled(ctx.db, unit),
      });
      return { value: answerOf(await findBlock(ctx, keeper, made)) };
    },
  }),

  operation({
    method: 'post',
    path: '/blocks/{id}/lifts',
    scope: 'blocks',
    id: 'createBlockLift',
    summary: 'Let messages go there again',
    answer: schemas.block,
    examples: { answer: { ...example, liftedAt: '2026-12-01T08:00:00.000001Z', liftedBy: 'Mona Holm' } },
    problems: ['not_found', 'already_closed'],
    async run({ ctx, actor, id }) {
      const keeper = keeperOf(actor);
      await liftBlock(ctx, keeper, id);
      return { value: answerOf(await findBlock(ctx, keeper, id)) };
    },
  }),
];
