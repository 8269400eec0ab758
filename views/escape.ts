const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const special = /[&<>"']/;
const specials = /[&<>"']/g;

/**
 * Text for an HTML element or a quoted attribute. A value that is missing throws, so that a misspelt name in a
 * template fails its tests instead of leaving a hole in a page.
 */
export function escapeHtml(value: unknown): string {
  if (value === undefined || value === null)
    throw new TypeError('a page was about to show a value that is missing');
  const text = typeof value === 'string' ? value : String(value);
  return special.test(text) ? text.replace(specials, (character) => entities[character]!) : text;
}
