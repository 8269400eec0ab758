import { walkPages } from './walk-pages.ts';

walkPages('of the desk, from history to units', (name) => name.startsWith('desk-') && name >= 'desk-g');
