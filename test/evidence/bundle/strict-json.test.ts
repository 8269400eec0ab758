import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseStrictJson } from '../../../src/evidence/bundle/strict-json.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';

const refuses = (text: string, sentence?: RegExp, depth?: number) =>
  assert.throws(
    () => parseStrictJson(text, depth),
    (error) => error instanceof Malformed && (sentence?.test(error.message) ?? true),
    text.slice(0, 80),
  );

describe('Strict JSON', () => {
  it('is read as the platform reads it, whatever stands in its texts', () => {
    const value = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' });
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        if (text.includes('"__proto__":')) return;
        assert.deepEqual(parseStrictJson(text), JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
    for (const text of [
      '"{\\"a\\":1,\\"a\\":2}"',
      '{"a":"\\\\","b":"\\""}',
      '[{"a":1},{"a":2}]',
      '{"a":"a","b":"b"}',
    ]) {
      assert.deepEqual(parseStrictJson(text), JSON.parse(text));
    }
  });

  it('has no member twice, at any depth, however its name is written', () => {
    refuses('{"a":1,"a":1}', /“a” stands twice/);
    refuses('{"a":1,"\\u0061":1}', /twice/);
    refuses('{"x":[{"y":{"b":1,"c":2,"b" : 3}}]}', /“b”/);
    refuses('{"":1,"":2}', /twice/);
    refuses('{"a":{"a":1},"a":2}', /twice/);
  });

  it('has no member that would change what an object is', () => {
    refuses('{"__proto__":{}}', /name that none may have/);
    refuses('{"a":[{"\\u005f_proto__":1}]}', /name that none may have/);
    assert.equal(parseStrictJson('"__proto__"'), '__proto__');
  });

  it('is no broader than it may be, and a hostile breadth costs no memory', () => {
    refuses(`[${'{},'.repeat(20_000_000)}{}]`, /more than 10000000 values/);
    assert.equal(parseStrictJson(JSON.stringify(','.repeat(10_000_001))), ','.repeat(10_000_001));
  });

  it('has no half of a character and no number beyond all numbers, in names and values, at any depth', () => {
    refuses('"\\ud800"', /half of a character/);
    refuses('"\\udc00\\ud800"', /half of a character/);
    refuses('{"a":[{"\\ud83d":1}]}', /half of a character/);
    refuses('[1e999]', /too large/);
    refuses('{"a":{"b":-1e400}}', /too large/);
    assert.equal(parseStrictJson('"\\ud83d\\ude00"'), '\u{1f600}');
    assert.equal(parseStrictJson('1e-400'), 0);
  });

  it('is no deeper than it may be, and a hostile depth costs nothing', () => {
    assert.ok(parseStrictJson('[[[[1]]]]', 4));
    refuses('[[[[[1]]]]]', /levels deep/, 4);
    refuses('['.repeat(5_000_000), /levels deep/);
    refuses('{"a":'.repeat(1_000_000), /levels deep/);
    assert.ok(parseStrictJson(JSON.stringify('['.repeat(100)), 1));
  });

  it('is JSON and nothing more', () => {
    for (const text of [
      '',
      ' ',
      '{',
      '{"a":1}{',
      '{"a":1} x',
      "{'a':1}",
      '{a:1}',
      '[1,]',
      'NaN',
      '\ufeff{}',
      '"a',
      '"\\',
    ]) {
      refuses(text);
    }
  });
});
