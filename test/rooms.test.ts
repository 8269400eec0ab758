import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { it } from 'node:test';

const root = new URL('..', import.meta.url).pathname;

/** Who may import whom. A room may always import from itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  main: ['config', 'composition', 'doors'],
  config: [],
  composition: [
    'config',
    'doors',
    'desk',
    'delivery',
    'evidence',
    'envelope',
    'message',
    'backends',
    'views',
  ],
  doors: ['desk', 'delivery', 'message', 'views'],
  desk: ['delivery', 'evidence', 'message'],
  delivery: ['guard', 'evidence', 'envelope', 'message'],
  guard: ['message'],
  evidence: ['message'],
  envelope: ['message'],
  message: [],
  backends: ['desk', 'delivery', 'evidence', 'envelope', 'message'],
  views: ['message'],
};

const roomOf = (path: string): string => {
  const [top = '', second = ''] = relative(root, path).split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, path]) => resolve(dirname(file), path!));
}

it('Imports go from door to verb to rule, and never back', () => {
  const wrong = [];
  for (const file of [...sources('src'), ...sources('views')]) {
    const from = roomOf(file);
    assert.ok(from in mayImport, `${relative(root, file)} lies in no room`);
    for (const target of importsOf(file)) {
      const to = roomOf(target);
      if (to !== from && !mayImport[from]!.includes(to)) {
        wrong.push(`${relative(root, file)} imports ${relative(root, target)}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

it('A door never calls another door; both HTTP doors share http/', () => {
  const doors = (path: string): string => relative(join(root, 'src/doors'), path).split('/')[0]!;
  const wrong = sources('src/doors').flatMap((file) =>
    importsOf(file)
      .filter((target) => roomOf(target) === 'doors' && ![doors(file), 'http'].includes(doors(target)))
      .map((target) => `${relative(root, file)} imports ${relative(root, target)}`),
  );
  assert.deepEqual(wrong, []);
});

it('Only config.ts reads the environment', () => {
  const readers = [...sources('src'), ...sources('views')].filter(
    (file) => roomOf(file) !== 'config' && /process\.env\b/.test(readFileSync(file, 'utf8')),
  );
  assert.deepEqual(
    readers.map((file) => relative(root, file)),
    [],
  );
});
