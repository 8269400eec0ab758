import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BodyText } from '../../../../src/doors/smtp/mime/body-text.ts';

const said = (fill: (body: BodyText) => void) => {
  const body = new BodyText();
  fill(body);
  return body.whole();
};

describe('What a mail says', () => {
  const one = {};

  it('nothing', () => {
    assert.deepEqual(
      said(() => undefined),
      {},
    );
    assert.deepEqual(
      said((body) => body.add('text', ' \n', undefined)),
      {},
    );
  });

  it('both forms of an alternative, once', () => {
    const both = said((body) => {
      body.add('text', 'a', one);
      body.add('html', '<p>a</p>', one);
      body.add('html', '<p>b</p>', one);
    });
    assert.deepEqual(both, { text: 'a', html: '<p>a</p>\n<p>b</p>' });
  });

  it('HTML alone has no text, also where a text stands beside it', () => {
    assert.deepEqual(
      said((body) => body.add('html', '<p>a</p>', undefined)),
      { html: '<p>a</p>' },
    );
    const mixed = said((body) => {
      body.add('text', '1 < 2', undefined);
      body.add('html', '<p>a</p>', undefined);
    });
    assert.deepEqual(mixed, { html: '<p style="white-space:pre-wrap">1 &#60; 2</p>\n<p>a</p>' });
  });

  describe('and in a winmail.dat', () => {
    const rich = (plain: string | undefined, winmail: { text?: string; html?: string }) =>
      said((body) => {
        if (plain) body.add('text', plain, undefined);
        body.addRich(winmail);
      });
    it('alone', () =>
      assert.deepEqual(rich(undefined, { text: 'a', html: '<p>a</p>' }), { text: 'a', html: '<p>a</p>' }));
    it('richer than the text beside it', () =>
      assert.deepEqual(rich('a b', { text: 'a b', html: '<b>a</b> b' }), {
        text: 'a b',
        html: '<b>a</b> b',
      }));
    it('the same text again', () => assert.deepEqual(rich('a\n b\n', { text: 'a b' }), { text: 'a\n b\n' }));
    it('another text', () => assert.deepEqual(rich('a', { text: 'b' }), { text: 'a\n\nb' }));
    it('nothing', () => assert.deepEqual(rich('a', {}), { text: 'a' }));
  });
});
