import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readEncapsulatedRtf } from '../../../../src/doors/smtp/mime/tnef-encapsulated-rtf.ts';

const unpack = (rtf: string) => readEncapsulatedRtf(Buffer.from(rtf, 'latin1'));
const html = (body: string) => {
  const found = unpack(`{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0${body}}`);
  assert.ok(found && 'html' in found);
  return found.html;
};

describe('RTF that carries HTML', () => {
  it('gives it back as in the example of MS-OXRTFEX section 3.1', () => {
    const rtf = [
      '{\\rtf1\\ANSI\\ansicpg1251\\fromhtml1 \\deff0',
      '{\\fonttbl {\\f0\\fmodern Courier New;}{\\f1\\fswiss Arial;}{\\f2\\fswiss\\fcharset0 Arial;}}',
      '{\\colortbl\\red0\\green0\\blue0;\\red0\\green0\\blue255;} ',
      '{\\*\\htmltag64}',
      '\\uc1\\pard\\plain\\deftab360 \\f0\\fs24',
      '{\\*\\htmltag <HTML><head>\\par',
      '<style>\\par',
      ' p.MsoNormal, li.MsoNormal \\{font-family:Arial;\\}\\par',
      '</style>\\par',
      '\\tab <!-- A comment. -->\\par',
      '</head>\\par',
      '<body>\\par',
      '<p\\par',
      'class="MsoNormal">}',
      '{\\htmlrtf \\f1 \\htmlrtf0 Note the line break inside a P tag. {\\*\\htmltag <b>}{\\htmlrtf \\b \\htmlrtf0 ' +
        'This is bold text{\\*\\htmltag </b>}} \\htmlrtf\\par\\htmlrtf0}',
      '\\htmlrtf \\par \\htmlrtf0',
      '{\\*\\htmltag </p>\\par',
      "}References: {\\*\\htmltag &nbsp;}\\htmlrtf \\'a0\\htmlrtf0  {\\*\\htmltag &lt;}\\htmlrtf <\\htmlrtf0  " +
        "{\\*\\htmltag &uml;}\\htmlrtf {\\f2\\'a8}\\htmlrtf0{\\*\\htmltag <br>\\par}\\htmlrtf\\line\\htmlrtf0",
      'in RTF: \\{\\}\\\\{\\*\\htmltag </body></HTML>}}',
    ].join('\r\n');
    assert.deepEqual(unpack(rtf), {
      html: [
        ' <HTML><head>',
        '<style>',
        ' p.MsoNormal, li.MsoNormal {font-family:Arial;}',
        '</style>',
        '\t<!-- A comment. -->',
        '</head>',
        '<body>',
        '<p',
        'class="MsoNormal">Note the line break inside a P tag. <b>This is bold text</b> </p>',
        'References: &nbsp; &lt; &uml;<br>',
        'in RTF: {}\\</body></HTML>',
      ].join('\r\n'),
    });
  });

  it('leaves out what was rewritten for RTF, tables, pictures and unknown destinations', () => {
    assert.equal(
      html(
        '{\\fonttbl{\\f0{\\*\\panose 0102}Arial{\\*\\falt X};}}{\\stylesheet{\\s0 Normal;}}{\\info{\\title T}}' +
          '{\\*\\generator Word}{\\*\\mhtmltag84 <img src="file:x">}{\\*\\htmltag84 <img src="cid:x">}' +
          '{\\pict\\bin4 }{}}}{\\*\\unknown {\\*\\htmltag <i>}}end',
      ),
      '<img src="cid:x">end',
    );
  });

  it('restores what is suppressed where a group ends', () => {
    assert.equal(html('a{\\htmlrtf b{\\htmlrtf0 c}d}e\\htmlrtf {\\*\\htmltag <f>}g\\htmlrtf0 h'), 'aceh');
  });

  it('reads letters in the code page of their font, and of the whole in tags', () => {
    const fonts =
      '{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}{\\f3\\cpg1253 D;}}';
    assert.equal(html(`${fonts}\\'e6{\\f1 \\'c4\\'e0{\\*\\htmltag \\'e6}}\\'f8`), 'æДаæø');
    assert.equal(html(`${fonts}\\f2 \\'82\\'b1\\'83A\\plain \\'e5`), 'こアå');
    assert.equal(html(`${fonts}\\f3 \\'e1\\f9 \\'e1`), 'αá');
    const deff = unpack("{\\rtf1\\ansi\\fromhtml1\\deff1{\\fonttbl{\\f1\\fcharset204 B;}}\\'c4}");
    assert.deepEqual(deff, { html: 'Д' });
  });

  it('reads Unicode letters and leaves out what stands for them elsewhere', () => {
    assert.equal(html("\\u230?\\u8364\\'80x\\uc2\\u230 ab\\uc0\\u230 a\\uc1\\u-10179?\\u-8704?"), 'æ€xææa😀');
    assert.equal(html('{\\uc0\\u230 }{\\u230}?\\u \\u0?'), 'ææ?');
    assert.equal(html('\\u-10179?x'), '\ufffdx');
    assert.equal(
      html('\\lquote\\rquote\\ldblquote\\rdblquote\\bullet\\endash\\emdash\\~\\-\\tab'),
      '‘’“”•–—\u00a0\u00ad\t',
    );
  });

  it('may break off anywhere', () => {
    const whole = "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <p>}K\\'e6re \\u230?{\\b x}}";
    for (let length = 24; length < whole.length; length += 1) assert.ok(unpack(whole.slice(0, length)));
    assert.deepEqual(unpack(`${whole}\0 more`), { html: '<p>Kære æx' });
  });
});

describe('RTF that carries no HTML', () => {
  it('may carry text', () => {
    assert.deepEqual(unpack("{\\rtf1\\ansi\\fromtext \\deff0{\\fonttbl{\\f0 A;}}a\\line b\\par\n\\'e6}"), {
      text: 'a\r\nb\r\næ',
    });
  });

  it('is itself the content', () => {
    for (const rtf of [
      '',
      'text \\fromhtml1',
      '{\\rtf1\\ansi plain}',
      '{\\rtf1\\ansi{\\fonttbl}\\fromhtml1 late}',
      '{\\rtf1 said \\\\fromhtml1}',
      '{\\rtf1\\fromhtml0 not}',
      `{\\rtf1${'\\a'.repeat(12)}\\fromhtml1 late}`,
      `{\\rtf1\\fromhtml1 ${'{'.repeat(5000)}`,
    ]) {
      assert.equal(unpack(rtf), undefined);
    }
  });
});

it('Unpacking never throws and gives no more than it got', () => {
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '\\',
      '\\*',
      '\\htmltag',
      '\\htmlrtf',
      '\\htmlrtf0',
      "\\'",
      "\\'e6",
      '\\u',
      '\\u-1 ',
      '\\uc99999999',
    ],
    ...[
      '\\bin',
      '\\bin9999999999',
      '\\f1',
      '\\fonttbl',
      '\\fcharset128',
      '\\ansicpg932',
      '\\par',
      ' ',
      'x',
      '\r',
      '\xe6',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const rtf = `{\\rtf1\\fromhtml1 ${pieces.join('')}`;
      const found = unpack(rtf);
      assert.ok(!found || ('html' in found && found.html.length <= rtf.length));
    }),
    { numRuns: 2000 },
  );
});
