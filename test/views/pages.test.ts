import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { renderPage } from '../../src/doors/web/render.ts';
import { type Language, languages } from '../../src/message/languages.ts';
import type { PageName, Pages } from '../../views/models.ts';
import { type Element, readHtml } from './html.ts';
import { samples } from './samples.ts';

const context = { path: '/here', organisation: 'Havn Kommune', timeZone: 'Europe/Copenhagen' };

const hostile = {
  script: `</title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>`,
  attribute: `" autofocus onfocus=alert(1) x='y' \``,
  template: '<%= process.env %> {{7*7}} &lt;b&gt;',
  long: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(20),
  rightToLeft: '\u202Eגשם كتاب\u202C',
  emoji: '🧜🏽‍♀️ 👩‍👩‍👧‍👦 \u{1F3F4}',
  control: 'a\u0000b\r\nc\td',
};

function* everything(
  word: string,
): Generator<[name: PageName, state: string, html: string, language: Language]> {
  for (const [name, states] of Object.entries(samples(word)) as [
    PageName,
    Record<string, Pages[PageName]>,
  ][]) {
    for (const [state, model] of Object.entries(states)) {
      for (const language of languages) {
        yield [name, state, renderPage(name, { ...context, language }, model), language];
      }
    }
  }
}

/** What a page is made of, without any text or value. */
const skeleton = (elements: readonly Element[]) =>
  elements.map(({ name, attributes }) => `${name} ${[...attributes.keys()].join(' ')}`).join('\n');

const of = (elements: readonly Element[], ...names: string[]) =>
  elements.filter(({ name }) => names.includes(name));

suite('pages', () => {
  test('are well-formed, titled, labelled and free of inline script and style', () => {
    for (const [name, state, html, language] of everything('Ada')) {
      const where = `${name} ${state} ${language}`;
      const elements = readHtml(html);
      const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
      assert.equal(
        new Set(ids).size,
        ids.length,
        `${where}: ${ids.filter((id, at) => ids.indexOf(id) < at)}`,
      );
      assert.equal(of(elements, 'h1').length, 1, where);
      assert.equal(of(elements, 'html')[0]!.attributes.get('lang'), language, where);
      assert.match(of(elements, 'title')[0]!.text, /.+ – Havn Kommune$/, where);
      assert.equal(of(elements, 'style').length, 0, where);
      for (const { name: tag, attributes, text } of elements) {
        assert.ok(![...attributes.keys()].some((key) => key === 'style' || key.startsWith('on')), where);
        if (tag === 'script') assert.ok(attributes.has('src') && text === '', where);
        for (const key of ['for', 'aria-describedby', 'aria-labelledby']) {
          for (const id of (attributes.get(key) ?? '').split(' ').filter(Boolean)) {
            assert.ok(ids.includes(id), `${where}: ${key}="${id}" leads nowhere`);
          }
        }
        for (const key of ['href', 'src', 'action']) {
          const address = attributes.get(key);
          // One page is there to lead to the eID's provider.
          if (name === 'eid-onward' && address?.startsWith('https://eid.example/')) continue;
          if (address !== undefined) assert.match(address, /^(\/(?!\/)|#|http:\/\/localhost:3000\/)/, where);
        }
      }
      const labelled = of(elements, 'label').map(({ attributes }) => attributes.get('for'));
      for (const control of of(elements, 'input', 'select', 'textarea')) {
        if (control.attributes.get('type') === 'hidden') continue;
        assert.ok(labelled.includes(control.attributes.get('id')), `${where}: a control without a label`);
      }
      for (const heading of of(elements, 'h1', 'h2', 'h3', 'button', 'a', 'label', 'summary', 'legend')) {
        assert.notEqual(heading.text.trim(), '', `${where}: an empty <${heading.name}>`);
      }
      assert.doesNotMatch(html, /undefined|\[object|NaN|=>/, where);
    }
  });

  test('show hostile words as words', () => {
    const harmless = new Map<string, string>();
    for (const [name, state, html, language] of everything('Ada')) {
      harmless.set(`${name} ${state} ${language}`, skeleton(readHtml(html)));
    }
    for (const [kind, word] of Object.entries(hostile)) {
      for (const [name, state, html, language] of everything(word)) {
        const where = `${name} ${state} ${language}`;
        assert.equal(skeleton(readHtml(html)), harmless.get(where), `${where}: ${kind}`);
      }
    }
  });

  test('bear empty words', () => {
    for (const [, , html] of everything('')) readHtml(html);
  });

  test('lead to themselves in the other languages, and never to another host', () => {
    const linksAt = (path: string) =>
      of(readHtml(renderPage('front', { ...context, language: 'da', path }, {})), 'a')
        .filter(({ attributes }) => attributes.has('hreflang'))
        .map(({ attributes }) => attributes.get('href'));
    assert.deepEqual(linksAt('/m/abc'), ['/m/abc?lang=da', '/m/abc?lang=sv', '/m/abc?lang=en']);
    assert.equal(linksAt('/desk?after=x%26y&lang=da')[1], '/desk?after=x%26y&lang=sv');
    for (const path of ['//evil.example/', '/\\evil.example', '\\\\evil.example', '///evil.example?x']) {
      for (const link of linksAt(path)) {
        assert.equal(new URL(link!, 'https://ours.example').host, 'ours.example', `${path} → ${link}`);
      }
    }
  });

  test('fail loudly where a value is missing', () => {
    assert.throws(
      () => renderPage('signed-out', { ...context, language: 'da' }, {} as Pages['signed-out']),
      /value that is missing/,
    );
  });
});

suite('landing page', () => {
  const render = (state: string) =>
    renderPage('landing', { ...context, language: 'en' }, samples('Ada').landing[state]!);
  const buttons = (state: string) =>
    of(readHtml(render(state)), 'button').map(({ attributes }) => attributes.get('value') ?? 'open');

  test('offers what is possible, and nothing else', () => {
    assert.deepEqual(buttons('ask'), ['sms', 'call']);
    assert.deepEqual(buttons('landline'), ['call']);
    assert.deepEqual(buttons('landline-call-failed'), ['call', 'open']);
    assert.deepEqual(buttons('no-phone'), []);
    assert.deepEqual(buttons('no-way'), []);
  });

  test('puts the call first when an SMS failed, and before the code', () => {
    assert.deepEqual(buttons('code'), ['open', 'sms', 'call']);
    assert.deepEqual(buttons('code-failed'), ['call', 'sms', 'open']);
    assert.deepEqual(buttons('call-first'), ['call', 'sms']);
    assert.deepEqual(buttons('call-first-code'), ['open', 'call', 'sms']);
  });

  test('takes a pasted code in one input that phones know', () => {
    const inputs = of(readHtml(render('code')), 'input');
    assert.equal(inputs.length, 1);
    const input = inputs[0]!.attributes;
    assert.equal(input.get('name'), 'code');
    assert.equal(input.get('inputmode'), 'numeric');
    assert.equal(input.get('autocomplete'), 'one-time-code');
    assert.ok(Number(input.get('maxlength')) >= 20);
  });

  test('says how many tries are left, in the title too that something is wrong', () => {
    assert.match(render('wrong-code'), /You have 14 tries left/);
    assert.match(render('last-try'), /one try left/);
    assert.match(render('wrong-code'), /<title>Error: /);
  });

  test('answers the three doubts before any code', () => {
    const summaries = of(readHtml(render('ask')), 'summary').map(({ text }) => text);
    assert.deepEqual(summaries, ['Is this genuine?', 'I do not have this phone']);
    const links = of(readHtml(render('ask')), 'a').filter(({ text }) => text === 'This is not for me');
    assert.match(links[0]!.attributes.get('href')!, /\/misdeliveries$/);
  });
});

suite('message page', () => {
  test('frames HTML without script and without our origin, and activates no address in a text', () => {
    const { text, html } = samples('Ada').message;
    const framed = readHtml(renderPage('message', { ...context, language: 'da' }, html!));
    const frame = of(framed, 'iframe')[0]!.attributes;
    assert.equal(frame.get('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
    const plain = readHtml(renderPage('message', { ...context, language: 'da' }, text!));
    assert.ok(!of(plain, 'a').some(({ attributes }) => attributes.get('href')?.includes('example.com')));
  });
});

suite('outbox page', () => {
  test('makes links of our own addresses only', () => {
    const html = renderPage('outbox', { ...context, language: 'da' }, samples('Ada').outbox.full!);
    const external = of(readHtml(html), 'a').flatMap(({ attributes }) => attributes.get('href') ?? []);
    assert.ok(external.some((href) => href.startsWith('http://localhost:3000/m/')));
    assert.ok(!external.some((href) => href.includes('example.com')));
  });
});
