import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { languages } from '../../src/message/languages.ts';
import { texts } from '../../views/languages/index.ts';

/** Every text by its path; those with values are called with some. */
function* everyText(value: unknown, path = ''): Generator<[path: string, text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'function') {
    for (const argument of [1, 7]) yield* everyText(value(argument, 'X'), `${path}(${argument})`);
  } else {
    assert.ok(value && typeof value === 'object', path);
    for (const [key, inner] of Object.entries(value)) yield* everyText(inner, path ? `${path}.${key}` : key);
  }
}

const all = (language: (typeof languages)[number]) => new Map(everyText(texts[language]));

suite('languages', () => {
  test('have the same texts, none of them empty', () => {
    const english = [...all('en').keys()].sort();
    for (const language of languages) {
      assert.deepEqual([...all(language).keys()].sort(), english, language);
      for (const [path, text] of all(language)) {
        assert.match(text, /\S/, `${language} ${path}`);
        assert.equal(text.trim(), text, `${language} ${path}`);
        assert.doesNotMatch(text, / {2}|undefined|TODO|[<>]/, `${language} ${path}`);
      }
    }
  });

  test('were all translated', () => {
    const shared =
      /Status|Systems?|Server|Browser|Reference|Message-ID|Segl|^X$|Compliance|Administrat(?:or|ion)|Claim|Text|Sms|Mail|\d/;
    for (const [path, english] of all('en')) {
      if (shared.test(english) || english.length < 6) continue;
      for (const language of ['da', 'sv'] as const) {
        assert.notEqual(all(language).get(path), english, `${language} ${path}`);
      }
    }
  });

  test('use every value that a text is given', () => {
    for (const language of languages) {
      const { landing, notices, compose } = texts[language];
      assert.match(landing.errors.budget(12), /12/);
      assert.match(landing.errors.wrong_code(3), /3/);
      assert.match(landing.genuine.steps('Havn').join(), /Havn/);
      assert.match(notices.mail.subject('Havn', 'KTRWH-MXCPB'), /Havn.*KTRWH-MXCPB/);
      assert.match(compose.progress.uploading('40'), /40 %/);
    }
  });

  test('promise nothing that we are not', () => {
    for (const language of languages) {
      for (const [path, text] of all(language))
        assert.doesNotMatch(text, /qualified|kvalificer|haster nu|urgent!/i, path);
    }
  });
});
