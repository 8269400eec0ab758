import assert from 'node:assert/strict';
import { it } from 'node:test';
import { endingOf } from '../../views/desk/reasons.ts';
import { texts } from '../../views/languages/index.ts';

it('Why somebody could not open is said in words, in each language', () => {
  for (const [language, t] of Object.entries(texts)) {
    for (const reason of ['recalled', 'expired', 'locked', 'identity_differs']) {
      assert.notEqual(endingOf(t, reason), reason, `${reason} in ${language}`);
    }
  }
  assert.equal(endingOf(texts.en, 'something_else'), 'something_else');
});
