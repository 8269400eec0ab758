import { writeFileSync } from 'node:fs';
import type { Row } from './row.ts';

/**
 * `npm run bench [name…] [--json FILE]`: every benchmark beside its anchor, as a table of ratios and as JSON. An anchor
 * that is not installed is named. Nothing fails here: a machine that does other things makes every figure worse.
 */
const benches: Record<string, () => Promise<{ bench: () => Promise<Row[]> }>> = {
  web: () => import('./web.ts'),
  sealing: () => import('./sealing.ts'),
  startup: () => import('./startup.ts'),
  jobs: () => import('./jobs.ts'),
  gateway: () => import('./gateway.ts'),
  events: () => import('./events.ts'),
  verify: () => import('./verify.ts'),
  export: () => import('./export.ts'),
  recall: () => import('./recall.ts'),
  reconcile: () => import('./reconcile.ts'),
  failures: () => import('./failures.ts'),
  silence: () => import('./silence.ts'),
};

const args = process.argv.slice(2);
const at = args.indexOf('--json');
const file = at < 0 ? undefined : args.splice(at, 2)[1];
const unknown = args.find((name) => !(name in benches));
if (unknown) {
  console.error(`There is no benchmark "${unknown}". There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, load] of Object.entries(benches)) {
  if (args.length > 0 && !args.includes(name)) continue;
  console.log(`… ${name}`);
  rows.push(...(await (await load()).bench()));
}

const figure = (value: number): string => (Number.isFinite(value) ? value.toPrecision(4) : '–');
const verdict = ({ ratio, target }: Row): string => {
  if (target === null) return '';
  return Number.isFinite(ratio) ? (ratio >= target ? 'met' : 'not met') : 'no anchor';
};
console.table(
  rows.map((row) => ({
    what: row.name,
    ours: `${figure(row.ours)} ${row.unit}`,
    anchor: `${figure(row.anchor)} (${row.anchorName})`,
    ratio: figure(row.ratio),
    target: row.target ?? '',
    verdict: verdict(row),
  })),
);
for (const { name, note } of rows) if (note) console.log(`${name}: ${note}`);
const json = JSON.stringify(rows, null, 2);
if (file) writeFileSync(file, `${json}\n`);
else console.log(json);
process.exit(0);
