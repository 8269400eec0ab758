import type { Finding, LogReport } from '../log/log-report.ts';

/** How many findings of a kind are kept: a log that is wrong everywhere must not fill the memory. */
const kept = 100;

export type Kind = 'findings' | 'warnings' | 'unread';

/** Gathers what a report will say. */
export class Findings {
  readonly counts: Record<Kind, number> = { findings: 0, warnings: 0, unread: 0 };
  readonly #kept: Record<Kind, Finding[]> = { findings: [], warnings: [], unread: [] };

  add(kind: Kind, finding: Finding): void {
    this.counts[kind] += 1;
    if (this.#kept[kind].length < kept) this.#kept[kind].push(finding);
  }

  get report(): Pick<LogReport, Kind | 'counts'> {
    return { ...this.#kept, counts: this.counts };
  }
}
