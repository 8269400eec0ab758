import type { Finding, FindingCode } from '../../message/verification.ts';

/** Collects what is wrong. Of one code about one thing there is one finding. */
export class FindingList {
  readonly #findings: Finding[] = [];
  readonly #known = new Set<string>();

  add(code: FindingCode, about: Omit<Finding, 'code'> = {}): void {
    const key = JSON.stringify([code, about.event, about.delivery, about.value]);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#findings.push({ code, ...about });
  }

  get all(): readonly Finding[] {
    return this.#findings;
  }

  has(...codes: readonly FindingCode[]): boolean {
    return this.#findings.some(({ code }) => codes.includes(code));
  }
}
