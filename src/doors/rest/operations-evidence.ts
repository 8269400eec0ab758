import { exportEvidence } from '../../desk/exports/export-evidence.ts';
import { readTerms } from '../../desk/evidence/terms.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-evidence.ts';
import type { Streamed } from './send-streamed.ts';

const types = {
  csv: 'text/csv; charset=utf-8',
  excel: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl',
};

/** Searching and exporting what was recorded. */
export const evidenceOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/evidence',
    id: 'exportEvidence',
    summary: 'Export what was recorded, in the order of the log, as CSV or JSON Lines',
    description:
      'Streamed, and compressed where the client takes gzip. An answer that does not end well is cut off: ask again with ' +
      '`after` the last whole line’s index and `before` the header `Segl-Log-Size` of the first answer, and nothing comes ' +
      'twice or is missing. Each request is evidence (`export.made`). The columns stand in docs/exports.md.',
    scope: 'evidence',
    query: schemas.evidenceQuery,
    streams: ['text/csv', 'application/jsonl'],
    answer: schemas.streamed,
    examples: { answer: null },
    problems: ['forbidden', 'invalid', 'overloaded'],
    async run({ ctx, actor, query }) {
      const { format, delimiter, after, before, ...typed } = query;
      const made = await exportEvidence(
        ctx,
        actor,
        {
          terms: readTerms(typed),
          units: null,
          format,
          delimiter: delimiter === 'tab' ? '\t' : delimiter,
          timeZone: ctx.settings.timeZone,
        },
        { after, before },
      );
      const value: Streamed = { type: types[format], bytes: (signal) => made.bytes(signal) };
      const extension = format === 'jsonl' ? 'jsonl' : 'csv';
      return {
        value,
        headers: {
          'Segl-Log-Size': String(made.size),
          'Content-Disposition': `attachment; filename="evidence.${extension}"`,
        },
      };
    },
  }),
];
