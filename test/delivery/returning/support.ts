import assert from 'node:assert/strict';
import type { RecipientDraft } from '../../../src/delivery/recipients.ts';
import type { MessageDraft } from '../../../src/delivery/accept-message.ts';
import { findDelivery, type LinkedDelivery } from '../../../src/delivery/find-delivery.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { addPasskey } from '../../../src/delivery/returning/add-passkey.ts';
import { offerPasskey } from '../../../src/delivery/returning/offer-passkey.ts';
import { offerOpening, openByPasskey } from '../../../src/delivery/returning/open-by-passkey.ts';
import { type Lies, PasskeyDevice } from '../../desk/account/passkey-device.ts';
import type { Portal } from '../../support/portal.ts';

export const client = { ip: '192.0.2.7', userAgent: 'Test' };
export const refused = (code: string) => ({ code });

/** A delivery that has arrived, by its link. */
export interface Arrived {
  readonly id: string;
  readonly message: string;
  readonly token: string;
}

let last = 0;

/** An address and a number that nobody else has. */
export const someone = (): { email: string; phone: string; language: 'en' } => {
  last += 1;
  return { email: `R${last}@example.com`, phone: `+4520${100_000 + last}`, language: 'en' };
};

/** Recipients who come back, with the verbs alone. */
export const returning = (portal: () => Portal) => {
  const found = async (token: string): Promise<LinkedDelivery> =>
    (await findDelivery(portal().ctx.db, token))!;

  const self = {
    found,

    async send(to: RecipientDraft, draft: Partial<MessageDraft> = {}): Promise<Arrived> {
      const { id: message, deliveries } = await portal().send({ to: [to], ...draft });
      await portal().work();
      return { id: deliveries[0]!.id, message, token: await portal().tokenFor(to.email) };
    },

    /** A session opened by a code. */
    async byCode({ token }: Arrived, session?: string): Promise<string> {
      const delivery = await found(token);
      await requestCode(portal().ctx, delivery, 'sms', 'opening', client);
      await portal().work();
      const code = await portal().codeFor(delivery.phone!);
      return openDelivery(portal().ctx, delivery, code, session, client);
    },

    async add({ token }: Arrived, session: string, device = new PasskeyDevice(), lies: Lies = {}) {
      const answer = device.create(await offerPasskey(portal().ctx, token, session, client), lies);
      await addPasskey(portal().ctx, token, session, { answer, name: 'My phone' }, client);
      return device;
    },

    /** Somebody with a delivery, opened by a code, and a passkey. */
    async withPasskey(to = someone()) {
      const sent = await self.send(to);
      const session = await self.byCode(sent);
      return { to, sent, session, device: await self.add(sent, session) };
    },

    async open({ token }: Arrived, device: PasskeyDevice, lies: Lies = {}, session?: string) {
      const delivery = await found(token);
      const answer = device.use(await offerOpening(portal().ctx, delivery, client), lies);
      return openByPasskey(portal().ctx, delivery, answer, session, client);
    },

    async lastEvent({ id }: Arrived) {
      const event = (await portal().events(id)).at(-1);
      assert.ok(event);
      return event;
    },
  };
  return self;
};
