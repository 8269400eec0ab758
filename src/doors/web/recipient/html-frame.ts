import type { RequestHandler } from 'express';
import { texts } from '../../../../views/languages/index.ts';
import { readHtml } from '../../../delivery/read-html.ts';
import type { Language } from '../../../message/languages.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, languageOf, param } from '../page.ts';
import { frameHeaders } from '../security-headers.ts';
import { linkedDelivery, showLanding } from './landing.ts';

/** `GET /m/<token>/content`: the mail's own HTML, for the sandboxed frame of the message page. */
export const getHtml =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const session = await recipientSession(ctx, request);
    const body = session && (await readHtml(ctx, param(request, 'token'), session, clientOf(request)));
    if (!body) {
      const delivery = await linkedDelivery(ctx, request, response);
      if (delivery) await showLanding(ctx, request, response, delivery, { status: 404 });
      return;
    }
    // The sanitiser is loaded with the first mail that has HTML.
    const { cleanMailHtml } = await import('../mail-html.ts');
    const language = languageOf(ctx, request, response);
    response
      .set(frameHeaders)
      .type('html')
      .end(page(language, cleanMailHtml(body.html, body.pictures)));
  };

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
