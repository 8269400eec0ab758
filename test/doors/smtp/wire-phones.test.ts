import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { messageIn, withGateway } from './support/gateway.ts';
import { mailOf } from './support/mail.ts';

withGateway('A recipient’s number', (gateway) => {
  before(async () => {
    const contacts = [{ email: 'kendt@example.com', phone: '+46701740605', language: 'sv', name: 'Kerstin' }];
    const { status } = await gateway.post('/api/v1/contacts', { contacts });
    assert.equal(status, 201);
  });

  const deliveries = async (to: readonly string[], headers: string[], subject?: string) => {
    const data = mailOf({ headers, ...(subject === undefined ? {} : { subject }) });
    const message = messageIn(await gateway.send({ to, data }));
    const rows = await gateway.rows<{ phone: string | null; status: string }>(
      'select phone, status from deliveries where message_id = $1 order by position',
      [message],
    );
    return { message, phones: rows.map(({ phone, status }) => phone ?? status) };
  };

  for (const [name, header, phone] of [
    ['with its address', 'X-Segl-Phone: ana@example.com +4520123456', '+4520123456'],
    ['with its address in brackets', 'X-Segl-Phone: <ana@example.com> +4520123456', '+4520123456'],
    ['with blanks and in other letters', 'x-segl-phone:   ANA@Example.com   +45 20 12 34 56 ', '+4520123456'],
    ['with its address and =', 'X-Segl-Phone: ana@example.com=+4520123456', '+4520123456'],
    ['folded', 'X-Segl-Phone: ana@example.com\r\n  +4520123456', '+4520123456'],
    ['alone', 'X-Segl-Phone: +4520123456', '+4520123456'],
    ['without its country', 'X-Segl-Phone: ana@example.com 20 12 34 56', '+4520123456'],
    ['with 00', 'X-Segl-Phone: ana@example.com 004520123456', '+4520123456'],
    ['of another country', 'X-Segl-Phone: ana@example.com +46 70-174 06 05', '+46701740605'],
    ['of a landline', 'X-Segl-Phone: ana@example.com +442079460000', '+442079460000'],
    ['of somebody else', 'X-Segl-Phone: bo@example.com +4520123456', 'held'],
    ['empty', 'X-Segl-Phone:', 'held'],
  ] as const) {
    it(`is taken from the header ${name}`, async () => {
      assert.deepEqual((await deliveries(['ana@example.com'], [header])).phones, [phone]);
    });
  }

  it('is taken for each recipient from repeated headers, or from several in one', async () => {
    const to = ['ana@example.com', 'bo@example.com', 'cy@example.com'];
    const numbers = ['+4520123456', '+4520123457', 'held'];
    const repeated = [
      'X-Segl-Phone: bo@example.com +4520123457',
      'X-Segl-Phone: ana@example.com +4520123456',
    ];
    assert.deepEqual((await deliveries(to, repeated)).phones, numbers);
    const one = ['X-Segl-Phone: ana@example.com +4520123456, bo@example.com +4520123457'];
    assert.deepEqual((await deliveries(to, one)).phones, numbers);
    const alone = ['X-Segl-Phone: +4520123456'];
    assert.deepEqual(
      (await deliveries(to, alone)).phones,
      ['held', 'held', 'held'],
      'of nobody in particular',
    );
  });

  it('is taken from the contacts, with name and language, where the header has none', async () => {
    const { message, phones } = await deliveries(['KENDT@example.com'], []);
    assert.deepEqual(phones, ['+46701740605']);
    const [row] = await gateway.rows('select name, language from deliveries where message_id = $1', [
      message,
    ]);
    assert.deepEqual(row, { name: 'Kerstin', language: 'sv' });
    const given = ['X-Segl-Phone: kendt@example.com +4520123456'];
    assert.deepEqual((await deliveries(['kendt@example.com'], given)).phones, ['+4520123456']);
  });

  it('is taken from the end of the subject for one recipient, and never left there', async () => {
    for (const tag of ['[+4520123456]', '[ +45 20 12 34 56 ] ', '[+45 (20) 12-34-56]']) {
      assert.deepEqual(
        (await deliveries(['ana@example.com'], [], `Emne ${tag}`)).phones,
        ['+4520123456'],
        tag,
      );
    }
    const { phones } = await deliveries(['ana@example.com', 'bo@example.com'], [], 'Emne [+4520123456]');
    assert.deepEqual(phones, ['held', 'held']);
    const known = await deliveries(['kendt@example.com'], [], 'Emne [+4520123456]');
    assert.deepEqual(known.phones, ['+46701740605'], 'the contacts know better');
    for (const subject of [
      '[+4520123456] Emne',
      'Emne [+45]',
      'Emne [20123456]',
      'Emne +4520123456',
      'Emne [x]',
    ]) {
      assert.deepEqual((await deliveries(['ana@example.com'], [], subject)).phones, ['held'], subject);
    }
  });
});
