import sanitizeHtml from 'sanitize-html';

const color = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s.,%]+\)$/i, /^[a-z]{3,20}$/i];
const length = [
  /^-?[\d.]{1,7}(px|pt|em|rem|%|cm|mm)?(\s+-?[\d.]{1,7}(px|pt|em|rem|%|cm|mm)?){0,3}$/i,
  /^auto$/i,
];
const word = [/^[a-z-]{2,30}$/i];
const border = [/^[\w\s#.,()%-]{1,80}$/];

/** Properties that arrange and colour text. Whatever could load, overlay or hide (url, position, z-index) is missing. */
const styles = {
  ...Object.fromEntries(['color', 'background-color', 'border-color'].map((name) => [name, color])),
  ...Object.fromEntries(
    [
      'font-size',
      'line-height',
      'width',
      'max-width',
      'height',
      'text-indent',
      'border-width',
      'border-spacing',
      'margin',
      'margin-top',
      'margin-right',
      'margin-bottom',
      'margin-left',
      'padding',
      'padding-top',
      'padding-right',
      'padding-bottom',
      'padding-left',
    ].map((name) => [name, length]),
  ),
  ...Object.fromEntries(
    [
      'text-align',
      'text-decoration',
      'font-style',
      'font-weight',
      'vertical-align',
      'white-space',
      'list-style-type',
      'border-style',
      'border-collapse',
    ].map((name) => [name, [...word, /^[1-9]00$/]]),
  ),
  ...Object.fromEntries(
    ['border', 'border-top', 'border-right', 'border-bottom', 'border-left'].map((name) => [name, border]),
  ),
  'font-family': [/^[\w\s"',-]{1,200}$/],
};

/**
 * What is beyond these is no letter, and is not worth its time: the parser's grows with the square of the depth, so that
 * a megabyte of `<b>` would hold this process for twenty seconds.
 */
const most = { depth: 1000, brackets: 200_000, styleLength: 5000 };

class TooDeep extends Error {}

/**
 * A mail's HTML as it may be shown: text, tables, pictures that came with the mail (as `data:`), links that open in a
 * new window. Scripts, forms, styles that load, and everything from outside are gone. Of a mail that is nested or
 * marked up beyond reason only the words are left.
 */
export function cleanMailHtml(html: string, pictures: ReadonlyMap<string, string>): string {
  let brackets = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) brackets += 1;
  if (brackets > most.brackets) return words(html);
  try {
    return sanitize(html, pictures);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return words(html);
  }
}

/** Nothing without `<` is a tag. */
const words = (html: string): string => html.replace(/<[^<>]*>/g, ' ').replaceAll('<', '&lt;');

function sanitize(html: string, pictures: ReadonlyMap<string, string>): string {
  let depth = 0;
  return sanitizeHtml(html, {
    allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'font', 'center', 'del', 'ins'],
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'dir', 'lang', 'title'],
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'width', 'height'],
      table: ['border', 'cellpadding', 'cellspacing', 'width', 'bgcolor'],
      td: ['colspan', 'rowspan', 'width', 'height', 'bgcolor'],
      th: ['colspan', 'rowspan', 'width', 'height', 'bgcolor', 'scope'],
      tr: ['bgcolor'],
      font: ['color', 'size', 'face'],
      ol: ['start', 'type'],
    },
    allowedStyles: { '*': styles },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nestingLimit: 200,
    onOpenTag: (_name, attribs) => {
      depth += 1;
      if (depth > most.depth) throw new TooDeep();
      if ((attribs.style?.length ?? 0) > most.styleLength) delete attribs.style;
    },
    onCloseTag: () => {
      depth -= 1;
    },
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, target: '_blank', rel: 'noopener noreferrer nofollow' },
      }),
      img: (tagName, { src = '', ...attribs }) => {
        const shown = src.toLowerCase().startsWith('cid:')
          ? pictures.get(decodeCid(src.slice(4)))
          : inline(src);
        return { tagName, attribs: shown ? { ...attribs, src: shown } : { alt: attribs.alt ?? '' } };
      },
    },
  });
}

/** A raster picture written into the mail itself. SVG is a document, and is left out. */
const inline = (src: string): string | undefined =>
  /^data:image\/(png|jpeg|gif|webp|bmp|avif);base64,[a-z0-9+/=\s]+$/i.test(src) ? src : undefined;

function decodeCid(cid: string): string {
  try {
    return decodeURIComponent(cid).replace(/^<|>$/g, '');
  } catch {
    return cid;
  }
}
