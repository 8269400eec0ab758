import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CodeMessage, Phones } from '../../src/delivery/ports.ts';

export const exampleCode = (changes: Partial<CodeMessage> = {}): CodeMessage => ({
  attempt: '0198c0de-0000-7000-8000-000000000001',
  phone: '+4520123456',
  language: 'da',
  text: '123456 er din kode fra Økonomi.\n\n@segl.example #123456',
  ...changes,
});

/** What every `Phones` promises, over one that reaches its provider. */
export function phonesContract(
  name: string,
  open: () => Promise<{ phones: Phones; close(): Promise<void> }>,
): void {
  describe(`${name} keeps the contract of phones`, () => {
    let phones: Phones;
    let close = async () => {};
    before(async () => ({ phones, close } = await open()));
    after(() => close());

    for (const via of ['sms', 'call'] as const) {
      it(`hands over a code by ${via}, with an id of the provider's`, async () => {
        for (const language of ['da', 'sv', 'en'] as const) {
          const outcome = await phones[via](exampleCode({ language }));
          assert.equal(outcome.outcome, 'handed_over');
          assert.ok(outcome.outcome === 'handed_over' && outcome.providerId.length > 0);
        }
      });
    }

    it('says that it works', () => phones.check());
  });
}
