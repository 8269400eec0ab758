/** Names of browsers and systems as their makers write them; the first that fits counts, since some name others too. */
const browsers: readonly (readonly [name: string, mark: RegExp])[] = [
  ['Edge', /\bEdgA?\/|\bEdgiOS\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\bFirefox\/|\bFxiOS\//],
  ['Chrome', /\bChrome\/|\bCriOS\//],
  ['Safari', /\bSafari\//],
];
const systems: readonly (readonly [name: string, mark: RegExp])[] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows NT\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

/** The browser and the system that a `User-Agent` names; null: not one that we know. It is a claim, and no proof. */
export function deviceOf(userAgent: string): { browser: string | null; system: string | null } {
  const named = (known: typeof browsers) => known.find(([, mark]) => mark.test(userAgent))?.[0] ?? null;
  return { browser: named(browsers), system: named(systems) };
}

/** What a passkey is called that nobody named: in every language the same, as `iPhone, Safari`. */
export function deviceNameOf(userAgent: string): string {
  const { system, browser } = deviceOf(userAgent);
  return [system, browser].filter(Boolean).join(', ') || 'Passkey';
}
