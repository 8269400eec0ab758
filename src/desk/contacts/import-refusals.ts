import { Refusal } from '../../message/refusals.ts';
import { type FileProblem, importLimits } from '../../message/contact-imports.ts';

const sentences: Readonly<Record<FileProblem, string>> = {
  no_file: 'There is no file. Send one in CSV.',
  empty: 'The file is empty.',
  workbook: 'This is a workbook, not CSV. Save it as “CSV UTF-8” first.',
  not_text: 'This is not a text file. Send CSV.',
  utf16_without_mark: 'The file seems to be UTF-16 without a byte order mark. Save it as “CSV UTF-8”.',
  no_header:
    'The first line must name the columns. One named “email” is needed; name, phone, language and unit are taken where they are there.',
  header_twice: 'Two columns have the same meaning. Leave one of them.',
  only_header: 'There is nothing below the names of the columns.',
  quote_open: 'A quotation mark that opens a cell is never closed.',
  too_many_bytes: `A file may have at most ${importLimits.bytes / 1024 / 1024} MiB. Send it in parts.`,
  too_many_lines: `A file may have at most ${importLimits.rows} rows. Send it in parts.`,
};

/** A file that is not taken. `line`: where it went wrong. */
export function refuseFile(reason: FileProblem, line?: number): Refusal {
  const code =
    reason === 'too_many_bytes' || reason === 'too_many_lines'
      ? 'too_large'
      : reason === 'workbook' || reason === 'not_text'
        ? 'unsupported_media_type'
        : 'invalid';
  const sentence = line === undefined ? sentences[reason] : `Line ${line}: ${sentences[reason]}`;
  return new Refusal(code, sentence, { field: 'file', reason, ...(line === undefined ? {} : { line }) });
}
