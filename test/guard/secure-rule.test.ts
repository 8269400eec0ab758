import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type JudgedMail, judgeMail } from '../../src/guard/secure-rule.ts';
import type { SecureRule } from '../../src/message/policy.ts';

const recipients = ['ana@example.dk', 'bo@post.example.dk', 'Eva@Example.com'];
const plain: JudgedMail = { headers: [], subject: 'Sag 1', recipients };

const judge = (rules: readonly SecureRule[], mail: Partial<JudgedMail> = {}) =>
  judgeMail({ secure: 'by_rule', rules }, { ...plain, ...mail });
const isSealed = (rule: SecureRule, mail: Partial<JudgedMail>): boolean =>
  judge([rule], mail).passedOn.length === 0;
const header = (name: string, value: string) => ({ headers: [{ name, value }] });

describe('A policy that seals everything', () => {
  it('seals every mail for everybody and takes nothing out of a subject', () => {
    const mail = { ...plain, subject: ' [sikker]\r\n Sag 1' };
    const judged = judgeMail({ secure: 'all' }, mail);
    assert.deepEqual(judged, { secured: recipients, passedOn: [], subject: mail.subject });
  });
});

describe('A mail that no rule names', () => {
  it('is passed on, its subject as it came', () => {
    const subject = 'Re:\r\n [sik ker]  e\u0301';
    const rules = [{ subjectTag: '[sikker]' }, { header: 'X-Secure' }, { recipientDomain: 'other.dk' }];
    assert.deepEqual(judge(rules, { subject }), { secured: [], passedOn: recipients, subject });
    assert.deepEqual(judge([], { subject }).passedOn, recipients);
  });
});

describe('A subject tag', () => {
  const seals: [what: string, tag: string, subject: string, rest: string][] = [
    ['at the beginning', '[sikker]', '[sikker] Sag 1', 'Sag 1'],
    ['in the middle', '[sikker]', 'Sag 1 [sikker] om skat', 'Sag 1 om skat'],
    ['at the end', '[sikker]', 'Sag 1 [sikker]', 'Sag 1'],
    ['alone', '[sikker]', '[SIKKER]', ''],
    ['after the prefix of an answer', '[sikker]', 'SV: [sikker] Sag 1', 'SV: Sag 1'],
    ['twice', '[sikker]', '[sikker] Sag [Sikker] 1', 'Sag 1'],
    ['without blanks', '[sikker]', 'Sag[sikker]1', 'Sag1'],
    ['with a blank on one side', '[sikker]', 'Sag [sikker]1', 'Sag 1'],
    ['between two blanks on each side', '[sikker]', 'Sag  [sikker]  1', 'Sag   1'],
    ['before the line break of a folded header', '[sikker]', '[sikker]\r\n Sag 1', 'Sag 1'],
    ['after one', '[sikker]', 'Sag 1\r\n\t[sikker]', 'Sag 1'],
    ['with one inside', '[meget sikker]', 'Sag 1 [meget\r\n  sikker] om skat', 'Sag 1 om skat'],
    ['of letters, as a word', 'sikker', 'Sag 1 SIKKER: skat', 'Sag 1 : skat'],
    ['that a longer word begins with', 'sikker', 'Sikkerhed i Fredericia', 'Sikkerhed i Fredericia'],
    ['that a longer word ends with', 'sikker', 'Usikker sag', 'Usikker sag'],
    ['that is part of one word and another itself', 'sikker', 'sikker sikkerhed', 'sikkerhed'],
    ['of Arabic, read from the right', '[سري]', 'ملف [سري] رقم', 'ملف رقم'],
    ['of Hebrew, with marks of direction about', '[סודי]', '\u200f[סו\u200eדי] תיק', '\u200f תיק'],
    ['with letters taken apart', '[økonomi é]', 'Sag [ØKONOMI E\u0301]', 'Sag'],
    ['with letters put together', '[e\u0301]', 'Sag [É]', 'Sag'],
    ['with a mark on its last sign', '[sikker]', 'Sag [sikker]\u0301 1', 'Sag 1'],
    ['that is an emoji', '🔒', 'Sag 🔒\ufe0f 1', 'Sag 1'],
    ['that is an emoji of two signs', '🔒\ufe0f', '🔒 Sag 1', 'Sag 1'],
    ['with a soft hyphen in it', '[sikker]', '[sik\u00adker] Sag', 'Sag'],
    ['with letters that only some languages have', 'GÜVENLİ', 'güvenlİ Straße', 'Straße'],
    ['made of signs that patterns use', '(.*)+[a-z]$^\\', 'Sag (.*)+[A-Z]$^\\ 1', 'Sag 1'],
  ];
  for (const [what, subjectTag, subject, rest] of seals) {
    it(`${what} seals the mail for everybody`, () => {
      const judged = judge([{ subjectTag }], { subject });
      assert.deepEqual(judged, { secured: recipients, passedOn: [], subject: rest });
    });
  }

  const doNot: [what: string, tag: string, subject: string][] = [
    ['that stands there in part', '[sikker]', 'sikker [sikke] sikker]'],
    ['made of signs that patterns use, for what they would match', '.*', 'Sag 1'],
    ['with another accent', '[é]', '[e] [è]'],
    ['of nothing that shows', '\u200b ', 'Sag \u200b 1'],
    ['of nothing', '', 'Sag 1'],
  ];
  for (const [what, subjectTag, subject] of doNot) {
    it(`${what} does not seal`, () => {
      assert.deepEqual(judge([{ subjectTag }], { subject }), { secured: [], passedOn: recipients, subject });
    });
  }

  it('of another rule goes too, with those that touch or overlap it', () => {
    const rules = ['[a]', '[b]', '[a', 'a]', '{c}'].map((subjectTag) => ({ subjectTag }));
    for (const [subject, rest] of [
      ['Sag [a][b] 1', 'Sag 1'],
      ['Sag [b] [a] 1', 'Sag 1'],
      ['Sag [a] [b]', 'Sag'],
      ['{c} Sag [a] 1 [B]', 'Sag 1'],
    ] as const) {
      assert.equal(judge(rules, { subject }).subject, rest);
    }
  });

  it('goes also where another rule seals the mail', () => {
    const rules = [{ header: 'X-Secure' }, { subjectTag: '[sikker]' }];
    assert.equal(judge(rules, { ...header('X-Secure', ''), subject: 'Sag [sikker]' }).subject, 'Sag');
  });
});

describe('A header rule', () => {
  it('fits a field of that name, whatever its value and case', () => {
    assert.ok(isSealed({ header: 'x-secure' }, header('X-SECURE', '')));
    assert.ok(isSealed({ header: 'X-Secure' }, header('x-secure ', 'no')));
    assert.ok(!isSealed({ header: 'X-Secure' }, header('X-Secure-2', 'yes')));
    assert.ok(!isSealed({ header: '.*' }, header('X-Secure', 'yes')));
  });

  it('with a value fits that value, whatever its case, folding and blanks about it', () => {
    const rule = { header: 'X-Class', equals: 'På særlig vis' };
    for (const value of ['på SÆRLIG vis', ' På særlig\r\n\tvis ', 'Pa\u030a særlig vis']) {
      assert.ok(isSealed(rule, header('X-Class', value)), value);
    }
    assert.ok(!isSealed(rule, header('X-Class', 'ikke på særlig vis')));
    assert.ok(!isSealed(rule, header('X-Other', 'på særlig vis')));
  });

  it('fits any of several fields of one name', () => {
    const headers = ['no', 'yes', 'no'].map((value) => ({ name: 'X-Secure', value }));
    assert.ok(isSealed({ header: 'X-Secure', equals: 'yes' }, { headers }));
  });
});

describe('A sensitivity label', () => {
  const guid = 'f42aa342-8706-4288-bd11-ebb85995028c';
  const other = '0a1b2c3d-1111-2222-3333-444455556666';
  const label = (id: string, enabled: string, name: string) =>
    `MSIP_Label_${id}_Enabled=${enabled}; MSIP_Label_${id}_SetDate=2026-03-01T08:00:00Z; ` +
    `MSIP_Label_${id}_Method=Privileged; MSIP_Label_${id}_Name=${name};\r\n MSIP_Label_${id}_ContentBits=0;`;

  it('fits the field Sensitivity', () => {
    const rule = { sensitivityLabel: 'Company-Confidential' };
    assert.ok(isSealed(rule, header('sensitivity', 'company-confidential')));
    assert.ok(!isSealed(rule, header('Sensitivity', 'Private')));
    assert.ok(!isSealed(rule, header('Importance', 'Company-Confidential')));
  });

  it('fits the name and the GUID of a label that is enabled', () => {
    const mail = header('msip_labels', label(guid, 'True', 'Meget fortrolig = ja'));
    for (const sensitivityLabel of ['meget fortrolig = JA', guid, guid.toUpperCase()]) {
      assert.ok(isSealed({ sensitivityLabel }, mail), sensitivityLabel);
    }
    for (const sensitivityLabel of ['Meget', 'Privileged', 'true', '0', guid.slice(1)]) {
      assert.ok(!isSealed({ sensitivityLabel }, mail), sensitivityLabel);
    }
  });

  it('does not fit a label that is not enabled, nor a name of another', () => {
    const mail = header('MSIP_Labels', label(guid, 'false', 'Hemmelig') + label(other, 'true', 'Intern'));
    assert.ok(!isSealed({ sensitivityLabel: 'Hemmelig' }, mail));
    assert.ok(!isSealed({ sensitivityLabel: guid }, mail));
    assert.ok(isSealed({ sensitivityLabel: 'intern' }, mail));
    assert.ok(!isSealed({ sensitivityLabel: 'x' }, header('msip_labels', `MSIP_Label_${guid}_Name=x`)));
  });

  it('reads whatever else stands in the field', () => {
    for (const value of ['', ';;;', '=', `MSIP_Label_${guid}_Enabled`, 'MSIP_Label__Enabled=true; x=y']) {
      assert.ok(!isSealed({ sensitivityLabel: 'x' }, header('msip_labels', value)), value);
    }
  });
});

describe('A recipient’s domain', () => {
  const fits = (recipientDomain: string, address: string) =>
    isSealed({ recipientDomain }, { recipients: [address] });

  it('seals for those there, and passes the mail on to the others', () => {
    const rules = [{ recipientDomain: 'example.dk' }, { recipientDomain: '*.com' }];
    const judged = judge(rules);
    assert.deepEqual(judged.secured, ['ana@example.dk', 'Eva@Example.com']);
    assert.deepEqual(judged.passedOn, ['bo@post.example.dk']);
  });

  it('is that domain alone, or with *. every one below it', () => {
    assert.ok(fits('example.dk', 'a@EXAMPLE.dk'));
    assert.ok(!fits('example.dk', 'a@post.example.dk'));
    assert.ok(!fits('example.dk', 'a@evil-example.dk'));
    assert.ok(!fits('example.dk', 'example.dk@other.dk'));
    assert.ok(fits('*.example.dk', 'a@b.c.example.dk'));
    assert.ok(!fits('*.example.dk', 'a@example.dk'));
    assert.ok(!fits('*.example.dk', 'a@evilexample.dk'));
    assert.ok(!fits('*.example.dk', 'a@example.dk.evil.dk'));
  });

  it('is compared in ASCII', () => {
    assert.ok(fits('blåbær.dk', 'a@xn--blbr-roah.dk'));
    assert.ok(fits('*.XN--BLBR-ROAH.dk', 'a@post.BLÅBÆR.dk'));
    assert.ok(fits('blåbær.dk', 'a@bla\u030abær.dk'));
  });

  it('fits no recipient without a domain', () => {
    for (const address of ['', 'example.dk', 'a@', 'a@ ', 'a@.', 'a@xn--a.dk']) {
      for (const rule of ['example.dk', '', '*.', '*']) assert.ok(!fits(rule, address), `${rule} ${address}`);
    }
  });
});

describe('Whatever the mail and the rules are', () => {
  const words = fc.string({ unit: 'binary', maxLength: 12 });
  const rule: fc.Arbitrary<SecureRule> = fc.oneof(
    fc.record({ subjectTag: words }),
    fc.record({ header: words, equals: words }, { requiredKeys: ['header'] }) as fc.Arbitrary<SecureRule>,
    fc.record({ sensitivityLabel: words }),
    fc.record({ recipientDomain: fc.oneof(fc.domain(), words) }),
  );
  const mail = fc.record({
    headers: fc.array(
      fc.record({
        name: fc.oneof(words, fc.constantFrom('Sensitivity', 'msip_labels')),
        value: fc.string({ unit: 'binary' }),
      }),
    ),
    subject: fc.string({ unit: 'binary' }),
    recipients: fc.array(fc.oneof(fc.emailAddress(), words)),
  });

  it('every recipient is in one of the lists, in the mail’s order, and a mail passed on keeps its subject', () => {
    fc.assert(
      fc.property(fc.array(rule), mail, (rules, mail) => {
        const { secured, passedOn, subject } = judge(rules, mail);
        assert.deepEqual([...secured, ...passedOn].sort(), [...mail.recipients].sort());
        const isSecured = new Set(secured);
        assert.deepEqual(
          secured,
          mail.recipients.filter((each) => isSecured.has(each)),
        );
        assert.ok(passedOn.every((each) => !isSecured.has(each)));
        if (passedOn.length > 0) assert.equal(subject, mail.subject);
      }),
    );
  });

  it('more rules seal for no fewer', () => {
    fc.assert(
      fc.property(fc.array(rule), rule, mail, (rules, another, mail) => {
        const more = judge([...rules, another], mail).secured;
        for (const each of judge(rules, mail).secured) assert.ok(more.includes(each));
      }),
    );
  });

  it('a tag between any two words is found in either case and leaves them as they were', () => {
    const word = fc.stringMatching(/^[a-zæøåéñßя中ا0-9.,:-]{1,12}$/);
    const tag = fc.stringMatching(/^[[{(<#*.+?^$|\\][a-zæøåя]{1,8}[\]})>#*.+?^$|\\]$/);
    fc.assert(
      fc.property(word, tag, word, fc.boolean(), (before, subjectTag, after, upper) => {
        fc.pre(!`${before} ${after}`.includes(subjectTag));
        const written = upper ? subjectTag.toUpperCase() : subjectTag;
        const judged = judge([{ subjectTag }], { subject: `${before} ${written} ${after}` });
        assert.deepEqual(judged.passedOn, []);
        assert.equal(judged.subject, `${before} ${after}`.normalize('NFC'));
      }),
    );
  });

  it('10,000 rules judge a mail with a megabyte of headers', () => {
    const rules = Array.from({ length: 10_000 }, (_, index): SecureRule => {
      const kinds: SecureRule[] = [
        { subjectTag: `[tag ${index}]` },
        { header: 'X-Class', equals: `class ${index}` },
        { sensitivityLabel: `label ${index}` },
        { recipientDomain: `*.d${index}.example` },
      ];
      return kinds[index % 4]!;
    });
    const headers = [
      { name: 'X-Class', value: 'x '.repeat(500_000) },
      { name: 'msip_labels', value: 'a=b;'.repeat(250_000) },
    ];
    const subject = `${'Sag '.repeat(2000)}[tag 9996]`;
    assert.deepEqual(judge(rules, { headers, subject }), {
      secured: recipients,
      passedOn: [],
      subject: 'Sag '.repeat(2000).trim(),
    });
    const reached = judge(rules, { headers, recipients: ['a@b.d9999.example', 'a@d9999.example'] });
    assert.deepEqual(reached.secured, ['a@b.d9999.example']);
  });
});
