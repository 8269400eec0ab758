import { walkPages } from './walk-pages.ts';

walkPages('of recipients and visitors', (name) => !name.startsWith('desk-'));
