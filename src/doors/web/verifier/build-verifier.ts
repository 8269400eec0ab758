/**
 * Runs in a worker: types are stripped and some hundred modules joined, which would hold up everybody else for a moment, and
 * Node warns each process that strips types that this is new.
 */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { linkModules } from './link-modules.ts';
import { readModule } from './read-module.ts';
import { verifierHtml } from './verifier-html.ts';

const script = linkModules(new URL('page.js', import.meta.url).href, readModule);
const style = readFileSync(new URL('../../../../views/verifier/verifier.css', import.meta.url), 'utf8');
parentPort!.postMessage(verifierHtml(script, style));
