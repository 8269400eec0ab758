import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParameters } from '../../../src/doors/rest/header-parameters.ts';

const read = (header: string) => {
  const parsed = parseParameters(header);
  return parsed && [parsed.value, Object.fromEntries(parsed.parameters)];
};

test('names and values, quoted or not', () => {
  assert.deepEqual(read('form-data; name="file"; filename=a.txt'), [
    'form-data',
    { name: 'file', filename: 'a.txt' },
  ]);
  assert.deepEqual(read('Multipart/Form-Data;boundary="a b;c"'), [
    'multipart/form-data',
    { boundary: 'a b;c' },
  ]);
  assert.deepEqual(read('form-data'), ['form-data', {}]);
  assert.deepEqual(read('form-data; NAME=x ;'), ['form-data', { name: 'x' }]);
});

test('quotes in a file name, as curl and as browsers write them', () => {
  assert.deepEqual(read(String.raw`form-data; name=f; filename="a \"b\" \\ c"`), [
    'form-data',
    { name: 'f', filename: String.raw`a "b" \ c` },
  ]);
  assert.deepEqual(read('form-data; filename="a%22b"'), ['form-data', { filename: 'a"b' }]);
});

test('the extended form of RFC 8187 goes before the plain one', () => {
  assert.deepEqual(read('form-data; filename="x"; filename*=UTF-8\'\'%C3%A6ble.txt'), [
    'form-data',
    { filename: 'æble.txt' },
  ]);
  assert.equal(read("form-data; filename*=UTF-8''%C3"), undefined);
  assert.equal(read("form-data; filename*=latin1''x"), undefined);
});

test('what cannot be read wholly is not guessed', () => {
  for (const header of [
    '',
    ';',
    'form-data; name="x',
    'form-data; name',
    'form-data; name=a"b',
    'form-data x=y',
    'form-data; a=1; a=2',
  ]) {
    assert.equal(read(header), undefined, header);
  }
});
