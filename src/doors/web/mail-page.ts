import type { Response } from 'express';
import { texts } from '../../../views/languages/index.ts';
import type { HtmlBody } from '../../delivery/read-html.ts';
import type { Language } from '../../message/languages.ts';
import { frameHeaders } from './security-headers.ts';

/** Sends a mail's own HTML, cleaned, for the sandboxed frame of a message page. `before`: done when it is clean, which may take its time. */
export async function sendMailHtml(
  response: Response,
  language: Language,
  { html, pictures }: HtmlBody,
  before?: () => void,
): Promise<void> {
  // The sanitiser is loaded with the first mail that has HTML.
  const { cleanMailHtml } = await import('./mail-html.ts');
  const text = page(language, cleanMailHtml(html, pictures));
  before?.();
  response.set(frameHeaders).type('html').end(text);
}

/** Also read on its own, on a phone: so it has a language, a title, and fits. What the mail says of its looks goes first. */
const page = (language: Language, content: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts[language].recipient.message.frameTitle}</title>
<base target="_blank">
<style>
:root { color-scheme: light; }
body { margin: 0.5rem; background: #fff; color: #14211f; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
img, table { max-width: 100%; }
@media (max-width: 30rem) { img { object-fit: contain; } }
</style>
</head>
<body>${content}</body>
</html>
`;
