import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { formatSize } from '../../views/format-size.ts';
import { formatClock, formatTime } from '../../views/format-time.ts';
import { linkify } from '../../views/linkify.ts';

const autumn = '2026-11-21T13:05:09.123456Z';

suite('times', () => {
  test('are told in each language, in the zone, with its offset', () => {
    assert.equal(formatTime('da', autumn, 'Europe/Copenhagen'), '21. november 2026 kl. 14.05 (UTC+1)');
    assert.equal(formatTime('sv', autumn, 'Europe/Stockholm'), '21 november 2026 kl. 14.05 (UTC+1)');
    assert.equal(formatTime('en', autumn, 'Europe/Copenhagen'), '21 November 2026 at 14:05 (UTC+1)');
    assert.equal(
      formatTime('da', '2026-07-01T22:30:00Z', 'Europe/Copenhagen'),
      '2. juli 2026 kl. 00.30 (UTC+2)',
    );
  });

  test('keep the two hours of an autumn night apart', () => {
    const first = formatTime('da', '2026-10-25T00:30:00Z', 'Europe/Copenhagen');
    const second = formatTime('da', '2026-10-25T01:30:00Z', 'Europe/Copenhagen');
    assert.equal(first, '25. oktober 2026 kl. 02.30 (UTC+2)');
    assert.equal(second, '25. oktober 2026 kl. 02.30 (UTC+1)');
  });

  test('know zones of other shapes', () => {
    assert.equal(formatTime('en', autumn, 'UTC'), '21 November 2026 at 13:05 (UTC)');
    assert.equal(formatTime('en', autumn, 'Asia/Kolkata'), '21 November 2026 at 18:35 (UTC+5:30)');
    assert.equal(formatTime('en', autumn, 'America/Nuuk'), '21 November 2026 at 11:05 (UTC−2)');
  });

  test('show seconds and clocks on demand', () => {
    assert.equal(
      formatTime('da', autumn, 'Europe/Copenhagen', { seconds: true }),
      '21. november 2026 kl. 14.05.09 (UTC+1)',
    );
    assert.equal(formatClock('da', autumn, 'Europe/Copenhagen'), '14.05');
    assert.equal(formatClock('en', autumn, 'Europe/Copenhagen'), '14:05');
  });

  test('refuse what is no time and no zone', () => {
    assert.throws(() => formatTime('da', 'yesterday', 'UTC'), RangeError);
    assert.throws(() => formatTime('da', autumn, 'Europe/Atlantis'), RangeError);
  });
});

suite('sizes', () => {
  test('are round and readable', () => {
    const sizes = [0, 1, 999, 1000, 340_499, 999_499, 999_999, 1_234_567, 150_000_000, 2 ** 40];
    assert.deepEqual(
      sizes.map((size) => formatSize('da', size)),
      ['0 kB', '1 kB', '1 kB', '1 kB', '340 kB', '999 kB', '1,0 MB', '1,2 MB', '150 MB', '1,1 TB'],
    );
    assert.equal(formatSize('en', 1_234_567), '1.2 MB');
  });
});

suite('addresses in a text', () => {
  const origin = 'http://localhost:3000';
  const links = (text: string) => linkify(text, origin).flatMap(({ href }) => href ?? []);

  test('become links below our own origin only', () => {
    assert.deepEqual(links('see http://localhost:3000/m/abc.'), ['http://localhost:3000/m/abc']);
    assert.deepEqual(links('(http://localhost:3000/m/abc)'), ['http://localhost:3000/m/abc']);
    for (const other of [
      'http://localhost:3000.evil.example/',
      'http://localhost:3000@evil.example/',
      'http://localhost:30001/',
      'https://localhost:3000/',
      'javascript:alert(1)//http:/localhost:3000',
      'http://[',
    ]) {
      assert.deepEqual(links(other), [], other);
    }
  });

  test('lose no character of the text', () => {
    const text = 'a http://localhost:3000/x, http://other.example b\nhttp://localhost:3000/y';
    assert.equal(
      linkify(text, origin)
        .map((piece) => piece.text)
        .join(''),
      text,
    );
  });
});
