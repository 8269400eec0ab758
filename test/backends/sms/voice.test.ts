import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeTwiml, endedTwiml, greetingTwiml } from '../../../src/backends/sms/voice.ts';

describe('What a call says', () => {
  it('waits for one key, saying who calls twice, then hangs up', () => {
    const xml = greetingTwiml({
      language: 'da',
      text: 'Økonomi & <Støtte> ringer',
      action: 'https://segl.example/calls/1/keys?a=1&b=2',
    });
    assert.match(xml, /^<\?xml version="1.0" encoding="UTF-8"\?><Response><Gather [^>]*>/);
    assert.match(xml, /numDigits="1"/);
    assert.match(xml, /input="dtmf"/);
    assert.match(xml, /action="https:\/\/segl\.example\/calls\/1\/keys\?a=1&amp;b=2"/);
    assert.equal(
      xml.match(/<Say language="da-DK">Økonomi &amp; &lt;Støtte(>|&gt;) ringer<\/Say>/g)?.length,
      2,
    );
    assert.match(xml, /<\/Gather><Hangup\/><\/Response>$/);
  });

  it('reads the code twice, digit by digit', () => {
    const xml = codeTwiml({ language: 'sv', before: 'Din kod är', code: '012345', again: 'En gång till' });
    const said = [...xml.matchAll(/<Say language="sv-SE">([^<]*)<\/Say>/g)].map(([, words]) => words);
    assert.deepEqual(said, ['Din kod är', ...'012345', 'En gång till', ...'012345']);
    assert.match(xml, /<Hangup\/><\/Response>$/);
  });

  it('says in the right voice that the code is gone', () => {
    assert.match(
      endedTwiml('en', 'Ask for a new code.'),
      /<Say language="en-GB">Ask for a new code\.<\/Say><Hangup\/>/,
    );
  });
});
