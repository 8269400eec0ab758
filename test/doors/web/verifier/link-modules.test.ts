import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { LinkError, linkModules } from '../../../../src/doors/web/verifier/link-modules.ts';

/** Joins modules by their names, runs the script, and gives what it put into `seen`. */
function run(modules: Readonly<Record<string, string>>, entry = 'entry'): unknown[] {
  const seen: unknown[] = [];
  const script = linkModules(entry, (id) => ({ code: modules[id]!, resolve: (specifier) => specifier }));
  runInNewContext(script, { see: (value: unknown) => seen.push(value) });
  return seen;
}

suite('Modules joined to one script', () => {
  test('import what others export, by any of the ways', () => {
    const seen = run({
      entry:
        `import whole, { a, b as c } from 'one';\nimport * as two from "two";\n`.replace('whole, ', '') +
        `import three from 'three';\nimport {\n  d,\n  e as f,\n} from 'four';\n` +
        'see([a, c, two.x, two.y(), three(), d, f, new two.Z().z].join());',
      one: 'export const a = 1;\nconst inner = 2;\nexport { inner as b };\n',
      two: 'export const x = 3;\nexport function y() { return 4; }\nexport class Z { z = 9; }\n',
      three: 'export default function three() { return 5; }\n',
      four: `export { d, default as e } from 'five';\n`,
      five: `export * from 'six';\nexport default 7;\n`,
      six: 'export const d = 6;\n',
    });
    assert.deepEqual(seen, ['1,2,3,4,5,6,7,9']);
  });

  test('run once each, those that others need first', () => {
    const seen = run({
      entry: `import 'left';\nimport 'right';\nsee('entry');`,
      left: `import 'base';\nsee('left');`,
      right: `import 'base';\nsee('right');`,
      base: `see('base');`,
    });
    assert.deepEqual(seen, ['base', 'left', 'right', 'entry']);
  });

  test('do not see each other’s names, and run strictly', () => {
    const seen = run({
      entry: `import { a } from 'one';\nconst inner = 'mine';\nsee(inner + a);\nsee(function () { return this; }());`,
      one: `const inner = 'its';\nexport const a = inner;\n`,
    });
    assert.deepEqual(seen, ['mineits', undefined]);
  });

  test('export functions of every kind, and defaults without a name', () => {
    const seen = run({
      entry: `import { a, g } from 'one';\nimport two from 'two';\nimport Three from 'three';\nsee(typeof a);\nsee([...g()].join());\nsee(two);\nsee(new Three().x);`,
      one: 'export async function a() {}\nexport function* g() { yield 1; yield 2; }\n',
      two: 'export default { x: 1 }.x;\n',
      three: 'export default class { x = 8; }\n',
    });
    assert.deepEqual(seen, ['function', '1,2', 1, 8]);
  });

  test('are refused where they cannot be joined for sure', () => {
    const refused: Record<string, Record<string, string>> = {
      cycle: { entry: `import 'one';`, one: `import 'entry';` },
      itself: { entry: `import 'entry';` },
      let: { entry: 'export let a = 1;' },
      destructured: { entry: 'export const { a } = { a: 1 };' },
      namespace: { entry: `export * as one from 'one';`, one: '' },
      dynamic: { entry: `const one = () => import('one');` },
      meta: { entry: 'const url = import.meta.url;' },
      text: { entry: `import { 'a b' as c } from 'one';`, one: '' },
    };
    for (const [name, modules] of Object.entries(refused)) {
      assert.throws(() => run(modules), LinkError, name);
    }
  });

  test('never leave an import behind unnoticed: a script that has one does not even begin', () => {
    assert.throws(() => run({ entry: `see(1); import 'one';`, one: '' }), { name: 'SyntaxError' });
    assert.throws(() => run({ entry: 'await 1;' }), { name: 'SyntaxError' });
  });
});
