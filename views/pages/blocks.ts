import type { BlocksPages } from '../models/blocks.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const blocksPages: PageDefinitions<BlocksPages> = {
  'desk-blocks': {
    template: 'blocks/blocks',
    title: (t) => t.blocks.title,
    section: 'blocks',
  },
  'desk-block': {
    template: 'blocks/block',
    title: (t, { block, problem }) => flag(t, t.blocks.about(block.pattern), problem !== null),
    section: 'blocks',
  },
  'desk-block-new': {
    template: 'blocks/new',
    title: (t, { problem }) => flag(t, t.blocks.newTitle, problem !== null),
    section: 'blocks',
  },
};
