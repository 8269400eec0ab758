import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readDomain, skeletonOf } from '../../src/guard/domain-skeleton.ts';
import { editDistance } from '../../src/guard/edit-distance.ts';
import { lookAlikes } from '../../src/guard/look-alike.ts';
import { municipalDomains } from '../../src/guard/municipal-domains.ts';
import { ordinaryDomains } from '../../src/guard/ordinary-domains.ts';

const everybody = new Map([...municipalDomains, ...ordinaryDomains].map((domain) => [domain, 0]));
const resembles = lookAlikes(everybody);

describe('A domain that looks like a known one', () => {
  const alike: Readonly<Record<string, string>> = {
    // The beginning of a name, as somebody abbreviated it.
    'fred.dk': 'fredericia.dk',
    'esbjerg.dk': 'esbjergkommune.dk',
    // Slips: left out, put in, exchanged, swapped.
    'frdericia.dk': 'fredericia.dk',
    'fredericcia.dk': 'fredericia.dk',
    'fredwricia.dk': 'fredericia.dk',
    'fredreicia.dk': 'fredericia.dk',
    'fredrecia.dk': 'fredericia.dk',
    'gmial.com': 'gmail.com',
    'hotmial.com': 'hotmail.com',
    'outlok.dk': 'outlook.dk',
    // Another ending.
    'fredericia.se': 'fredericia.dk',
    'fredericia.com': 'fredericia.dk',
    'gmail.dk': 'gmail.com',
    // Hyphens, and a word behind.
    'fred-ericia.dk': 'fredericia.dk',
    'fredericiakommune.dk': 'fredericia.dk',
    'fredericia-kommune.dk': 'fredericia.dk',
    // Danish letters in all the ways of writing them.
    'allerød.dk': 'alleroed.dk',
    'xn--allerd-fya.dk': 'alleroed.dk',
    'allerod.dk': 'alleroed.dk',
    'broendby.dk': 'brondby.dk',
    'brøndby.dk': 'brondby.dk',
    // Signs that look alike, of our alphabet and of others.
    'frederlcia.dk': 'fredericia.dk',
    'freder1cia.dk': 'fredericia.dk',
    'bi11und.dk': 'billund.dk',
    'frеdericia.dk': 'fredericia.dk',
    'bomholm.dk': 'bornholm.dk',
    // Behind the end.
    'fredericia.dk.example.com': 'fredericia.dk',
    'post.fred.dk': 'fredericia.dk',
  };
  for (const [domain, known] of Object.entries(alike)) {
    it(`${domain} looks like ${known}`, () => {
      const among = new Map([...everybody, ['bornholm.dk', 0], ['brondby.dk', 0], ['billund.dk', 0]]);
      assert.equal(lookAlikes(among)(domain), known);
    });
  }

  it('is the busier one of two', () => {
    const busy = new Map([...everybody, ['frederikshavn.dk', 12]]);
    assert.equal(lookAlikes(busy)('fred.dk'), 'frederikshavn.dk');
  });
});

describe('A domain that looks like nothing known', () => {
  const others = [
    'example.dk',
    'nordjysk-vvs.dk',
    'advokat-holm.dk',
    'fre.dk',
    'abc.se',
    'brk.com',
    'malmo.se',
    'tomrerfirmaet.dk',
    'kirkeby-gruppen.dk',
    'studio42.com',
  ];
  for (const domain of others) {
    it(domain, () => assert.equal(resembles(domain), undefined));
  }

  it('is every known one, each of them among all the others, and what lies below it', () => {
    for (const domain of everybody.keys()) {
      assert.equal(resembles(domain), undefined, domain);
      assert.equal(resembles(`post.${domain}`), undefined, domain);
      assert.equal(resembles(domain.toUpperCase()), undefined, domain);
    }
  });

  it('is what is no domain', () => {
    for (const text of [
      '',
      '.',
      'dk',
      'localhost',
      '..dk',
      'fredericia..dk',
      '@',
      ' ',
      'xn--.dk',
      'a'.repeat(10_000),
    ]) {
      assert.equal(resembles(text), undefined, text.slice(0, 20));
    }
  });
});

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzæøå0123456789-');
const name = fc
  .string({ unit: letter, minLength: 1, maxLength: 24 })
  .filter((text) => /^[^-].*[^-]$|^[^-]$/.test(text));
const domain = fc.tuple(name, fc.constantFrom('dk', 'se', 'com', 'co.uk')).map((parts) => parts.join('.'));

describe('Whatever the domains are', () => {
  it('none looks like itself, nor like anything while it is known', () => {
    fc.assert(
      fc.property(fc.array(domain, { minLength: 1, maxLength: 30 }), (known) => {
        const alike = lookAlikes(new Map(known.map((each) => [each, 1])));
        for (const each of known) assert.equal(alike(each), undefined);
      }),
    );
  });

  it('what it looks like is one of the known', () => {
    fc.assert(
      fc.property(fc.array(domain, { maxLength: 30 }), domain, (known, other) => {
        const found = lookAlikes(new Map(known.map((each) => [each, 1])))(other);
        if (found !== undefined) assert.ok(known.some((each) => readDomain(each)!.domain === found));
      }),
    );
  });

  it('letters and slips are the same both ways, unless one name goes on where the other ends', () => {
    fc.assert(
      fc.property(domain, domain, (a, b) => {
        const [one, other] = [readDomain(a)!, readDomain(b)!];
        fc.pre(!one.name.startsWith(other.name) && !other.name.startsWith(one.name));
        fc.pre(one.name.length >= 4 === other.name.length >= 4);
        const there = lookAlikes(new Map([[a, 1]]))(b) !== undefined;
        assert.equal(lookAlikes(new Map([[b, 1]]))(a) !== undefined, there);
      }),
      { numRuns: 1_000 },
    );
  });

  it('one slip in a name of five letters or more is found, wherever it is', () => {
    const long = fc.string({ unit: fc.constantFrom(...'bcdfghjkmpqrstvwxz'), minLength: 6, maxLength: 20 });
    fc.assert(
      fc.property(
        long,
        fc.nat(),
        fc.constantFrom('drop', 'double', 'swap', 'change'),
        (text, place, slip) => {
          const at = place % (text.length - 1);
          const changed = {
            drop: text.slice(0, at) + text.slice(at + 1),
            double: text.slice(0, at) + text[at] + text.slice(at),
            swap: text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
            change: `${text.slice(0, at)}y${text.slice(at + 1)}`,
          }[slip];
          fc.pre(changed !== text);
          // Two letters that become one, as rn does, are no slip of one letter.
          fc.pre(skeletonOf(text) === text && skeletonOf(changed) === changed);
          assert.equal(lookAlikes(new Map([[`${text}.dk`, 1]]))(`${changed}.dk`), `${text}.dk`);
        },
      ),
    );
  });
});

describe('The distance of two texts', () => {
  it('counts what must be put in, left out, exchanged and swapped, up to a limit', () => {
    assert.equal(editDistance('', '', 2), 0);
    assert.equal(editDistance('', 'ab', 2), 2);
    assert.equal(editDistance('ab', 'ba', 2), 1);
    assert.equal(editDistance('kitten', 'sitting', 3), 3);
    assert.equal(editDistance('kitten', 'sitting', 2), 3);
    assert.equal(editDistance('abc', 'abcdefgh', 2), 3);
  });

  it('is the same both ways, 0 only for the same, and never more than the longer text has letters', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b, 9);
        assert.equal(editDistance(b, a, 9), distance);
        assert.equal(distance === 0, a === b);
        assert.ok(distance <= Math.max(a.length, b.length));
        assert.equal(editDistance(a, b, 2), Math.min(distance, 3));
      }),
    );
  });
});
