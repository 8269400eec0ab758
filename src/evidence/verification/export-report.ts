import type { Verdict } from '../../message/verification.ts';

/** What an export of evidence was found to be. */
export interface ExportReport {
  /** `confirmed`: by the certificate that was given and, where the file names a tree, by the log's key. */
  readonly verdict: Verdict;
  /** What is wrong, in the order of the file; of many, the first hundred. */
  readonly findings: readonly ExportFinding[];
  /** How many there are altogether. */
  readonly wrong: number;
  /** Who says what the file holds; null: there is no manifest, so nobody does. */
  readonly issuer: {
    readonly organisation: string;
    readonly subject: string;
    readonly fingerprint: string;
    readonly signedAt: string;
    readonly confirmed: boolean;
  } | null;
  readonly file: {
    readonly format: 'csv' | 'jsonl';
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  };
  /** The tree that the file is of; null: there is no manifest, or the log was empty. */
  readonly log: {
    readonly origin: string;
    readonly size: number;
    readonly confirmed: boolean;
    /** The file holds every entry of the tree, and they make its root: each is shown to be in the log. */
    readonly whole: boolean;
  } | null;
}

export interface ExportFinding {
  /** One sentence in English. */
  readonly what: string;
  /** Of the file, from 1. */
  readonly line?: number;
  /** The entry's index in the log. */
  readonly index?: number;
  readonly event?: string;
}
