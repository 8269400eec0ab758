import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

const folder = new URL('../../views/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const templates = files.filter((file) => file.endsWith('.ejs'));

suite('templates', () => {
  test('print markup only where it is our own', () => {
    for (const file of templates) {
      for (const [, expression] of read(file).matchAll(/<%-\s*([\s\S]*?)\s*%>/g)) {
        assert.match(expression!, /^(part\(|time\(|model\.body$)/, `${file}: ${expression}`);
      }
    }
    assert.deepEqual(
      templates.filter((file) => read(file).includes('model.body')),
      ['layouts/page.ejs'],
    );
  });

  test('put every value inside quotes', () => {
    for (const file of templates) assert.doesNotMatch(read(file), /[a-z-]+=<%/, file);
  });

  test('hold no words of their own', () => {
    for (const file of templates) {
      const words = read(file)
        .replace(/<%[\s\S]*?%>/g, '')
        .replace(/<[^>]*>/g, '')
        .replace(/Dansk|Svenska|English/g, '');
      assert.doesNotMatch(words, /\p{L}{2,}/u, `${file}: ${words.trim()}`);
    }
  });

  test('load nothing from outside', () => {
    for (const file of files.filter((each) => /\.(ejs|css|js)$/.test(each))) {
      assert.doesNotMatch(read(file), /https?:\/\/|@import|url\(/, file);
    }
  });
});
