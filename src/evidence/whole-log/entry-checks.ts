import type { EntrySpans } from '../log/entry-bundle.ts';
import { type EntryLine, entryLines } from './entry-line.ts';
import type { Findings } from './findings.ts';
import { UuidTable } from './uuid-table.ts';

/**
 * Judges the entries of a log in their order: each an event, none twice, of each delivery the numbers 1, 2, 3… in this
 * order, and times that do not go far back. Keeps some 40 bytes for each event and each delivery, nothing else.
 */
export class EntryChecks {
  readonly #findings: Findings;
  readonly #clockSlack: number;
  readonly #events = new UuidTable();
  readonly #deliveries = new UuidTable();
  /** Of each delivery, by its number in the table, the last `seq`. */
  #lastSeq = new Uint32Array(1024);
  #latest = '';
  /** Entries were passed over: what seems to be missing may be among them. */
  #gap = false;

  constructor(findings: Findings, clockSlack: number) {
    this.#findings = findings;
    this.#clockSlack = clockSlack;
  }

  check(bundle: Uint8Array, spans: EntrySpans, first: number): void {
    let index = first;
    for (const line of entryLines(bundle, spans)) {
      if (typeof line === 'string') {
        this.#findings.add('findings', { code: 'entry_malformed', what: `Entry ${index}: ${line}.`, index });
        this.#gap = true;
      } else {
        this.#checkLine(line, index);
      }
      index += 1;
    }
  }

  /** Some entries cannot be judged. */
  skip(): void {
    this.#gap = true;
  }

  #checkLine(line: EntryLine, index: number): void {
    const known = this.#events.size;
    if (this.#events.number(line.id) < known) {
      const what = `Entry ${index} is the event ${line.id}, which is in the log already.`;
      this.#findings.add('findings', { code: 'event_repeated', what, index, event: line.id });
    }
    if (line.delivery !== undefined) this.#checkSeq(line.delivery, line.seq!, line.id, index);
    // A log that was begun anew opens with an event that is later than those it then takes up again.
    if (index > 0) this.#checkTime(line, index);
  }

  #checkSeq(delivery: string, seq: number, event: string, index: number): void {
    const number = this.#deliveries.number(delivery);
    if (number === this.#lastSeq.length) {
      const larger = new Uint32Array(2 * number);
      larger.set(this.#lastSeq);
      this.#lastSeq = larger;
    }
    const last = this.#lastSeq[number]!;
    this.#lastSeq[number] = Math.max(last, seq);
    if (seq === last + 1) return;
    if (seq > last && this.#gap) return;
    const missing = last + 2 === seq ? `${last + 1} is` : `${last + 1} to ${seq - 1} are`;
    const fault = seq > last ? `${missing} missing before it` : `it comes after number ${last}`;
    this.#findings.add('findings', {
      code: 'seq',
      what: `Entry ${index} is event ${seq} of the delivery ${delivery}, and ${fault}.`,
      index,
      event,
      delivery,
    });
  }

  #checkTime({ at, id }: EntryLine, index: number): void {
    if (at >= this.#latest) {
      this.#latest = at;
      return;
    }
    const back = Date.parse(this.#latest) - Date.parse(at);
    if (back <= this.#clockSlack) return;
    const what = `Entry ${index} has a time ${Math.round(back / 1000)} seconds before that of an earlier entry.`;
    this.#findings.add('warnings', { code: 'clock', what, index, event: id });
  }
}
