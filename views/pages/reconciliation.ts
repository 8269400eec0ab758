import type { ReconciliationPages } from '../models/reconciliation.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const reconciliationPages: PageDefinitions<ReconciliationPages> = {
  'desk-reconciliation': {
    template: 'reconciliation/reconciliation',
    title: (t) => t.reconciliation.title,
    wide: true,
    scripts: ['export.js'],
  },
  'desk-reconciliation-silence': {
    template: 'reconciliation/silence',
    title: (t, { error }) => flag(t, t.silence.title, error !== null),
    wide: true,
  },
};
