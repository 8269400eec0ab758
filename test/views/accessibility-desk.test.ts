import { walkPages } from './walk-pages.ts';

walkPages('of the desk, from account to failures', (name) => name.startsWith('desk-') && name < 'desk-g');
