import { createHash } from 'node:crypto';
import { escapeHtml } from '../../../../views/escape.ts';
import { texts } from '../../../../views/languages/index.ts';
import { languages } from '../../../message/languages.ts';

const names = { da: 'Dansk', sv: 'Svenska', en: 'English' } as const;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export interface VerifierFile {
  /** The whole file. */
  readonly html: string;
  /** What the file's own policy says; where it is served, the header says it too. */
  readonly policy: string;
}

/**
 * The verifier as one file: it may run this one script and wear this one style, by their hashes, and nothing else. No other
 * script runs, no text becomes markup, and nothing is asked of anybody, wherever the file is opened.
 */
export function verifierHtml(script: string, style: string): VerifierFile {
  // Whatever an HTML parser would see in a script: it must not be there.
  if (/<\/script|<!--/i.test(script)) throw new Error('the script cannot stand in a page');
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const text = (name: string): string => `data-text="${name}"`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<title>${escapeHtml(texts.en.verifier.title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
${languages.map((language) => `<button type="button" lang="${language}" data-language="${language}">${names[language]}</button>`).join('\n')}
</header>
<main>
<noscript>
${languages.map((language) => `<p lang="${language}">${escapeHtml(texts[language].verifier.scriptNeeded)}</p>`).join('\n')}
</noscript>
<div id="tool" hidden>
<h1 ${text('verifier.title')}></h1>
<p class="intro" ${text('verifier.intro')}></p>
<div class="panel">
<div class="field">
<label for="file" ${text('verifier.choose')}></label>
<input type="file" id="file" aria-describedby="drop">
</div>
<p class="quiet" id="drop" ${text('verifier.drop')}></p>
<details>
<summary ${text('signatures.compare.title')}></summary>
<p id="compare-hint" ${text('signatures.compare.hint')}></p>
<div class="field">
<label for="compare" ${text('signatures.compare.choose')}></label>
<input type="file" id="compare" multiple aria-describedby="compare-hint">
</div>
</details>
<details>
<summary ${text('verifier.keys.title')}></summary>
<p ${text('verifier.keys.hint')}></p>
<div class="field">
<label for="log-keys" ${text('verifier.keys.log')}></label>
<textarea id="log-keys" rows="2" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>
</div>
<div class="field">
<label for="certificates" ${text('verifier.keys.certificates')}></label>
<input type="file" id="certificates" multiple accept=".pem,.crt,.cer">
</div>
<div class="field">
<label for="roots" ${text('verifier.keys.roots')}></label>
<input type="file" id="roots" multiple accept=".pem,.crt,.cer">
</div>
<div class="field">
<label for="eid-keys" ${text('verifier.keys.eid')}></label>
<input type="file" id="eid-keys" multiple accept=".jwks,.json">
</div>
<button type="button" class="main" id="again" ${text('verifier.keys.check')}></button>
</details>
</div>
<p id="status" role="status" class="quiet"></p>
<div id="result"></div>
</div>
</main>
<script>${script}</script>
</body>
</html>
`;
  return { html, policy };
}
