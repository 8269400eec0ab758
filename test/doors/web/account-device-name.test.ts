import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deviceOf } from '../../../src/doors/web/account/device-name.ts';

it('A device is called what its browser and system are called, and a strange one nothing', () => {
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';
  for (const [userAgent, browser, system] of [
    [`${windows} ${webkit} Safari/537.36`, 'Chrome', 'Windows'],
    [`${windows} ${webkit} Safari/537.36 Edg/140.0.0.0`, 'Edge', 'Windows'],
    [`${windows} ${webkit} Safari/537.36 OPR/120.0.0.0`, 'Opera', 'Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox', 'Linux'],
    [`${iphone} (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1`, 'Safari', 'iPhone'],
    [`${iphone} (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1`, 'Chrome', 'iPhone'],
    [
      `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Mobile Safari/537.36 SamsungBrowser/28.0`,
      'Samsung Internet',
      'Android',
    ],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Safari/537.36`, 'Chrome', 'macOS'],
    ['curl/8.5.0', null, null],
    ['', null, null],
    ['<script>Firefox</script>', null, null],
    ['Version/'.repeat(10_000), null, null],
  ] as const) {
    assert.deepEqual(deviceOf(userAgent), { browser, system }, userAgent.slice(0, 120));
  }
});
