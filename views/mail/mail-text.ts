import type { MailText } from '../../src/message/mail-facts.ts';
import { escapeHtml } from '../escape.ts';

/** One paragraph: a sentence, an address on a line of its own, a heading, lines of facts, or lines exactly as they are. */
export type Paragraph =
  | { readonly text: string }
  | { readonly link: string }
  | { readonly heading: string }
  | { readonly exact: string }
  | { readonly facts: readonly (readonly [label: string, value: string])[] };

/**
 * The same paragraphs as plain text and as HTML. The HTML loads nothing and hides nothing: an address is shown as
 * it is, so that its host can be read before it is followed.
 */
export function mailText(language: string, subject: string, paragraphs: readonly Paragraph[]): MailText {
  return {
    subject: oneLine(subject),
    text: `${paragraphs.map(asText).join('\n\n')}\n`,
    html: `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(subject))}</title></head><body style="font:16px/1.5 sans-serif;max-width:38em;margin:0 auto;padding:16px">${paragraphs.map(asHtml).join('')}</body></html>`,
  };
}

function asText(paragraph: Paragraph): string {
  if ('text' in paragraph) return oneLine(paragraph.text);
  if ('link' in paragraph) return paragraph.link;
  if ('heading' in paragraph) return oneLine(paragraph.heading);
  if ('exact' in paragraph) return paragraph.exact.trimEnd();
  return paragraph.facts.map(([label, value]) => `${label}: ${oneLine(value)}`).join('\n');
}

function asHtml(paragraph: Paragraph): string {
  if ('text' in paragraph) return `<p>${escapeHtml(paragraph.text)}</p>`;
  if ('link' in paragraph) {
    const link = escapeHtml(paragraph.link);
    return `<p><a href="${link}">${link}</a></p>`;
  }
  if ('exact' in paragraph)
    return `<pre style="white-space:pre-wrap;overflow-wrap:anywhere">${escapeHtml(paragraph.exact)}</pre>`;
  if ('heading' in paragraph) return `<p><strong>${escapeHtml(paragraph.heading)}</strong></p>`;
  const lines = paragraph.facts.map(
    ([label, value]) => `${escapeHtml(label)}: <strong>${escapeHtml(value)}</strong>`,
  );
  return `<p>${lines.join('<br>')}</p>`;
}

/** Names are other people's words: they may not begin a line, a paragraph or a header of ours. */
function oneLine(value: string): string {
  return value.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
