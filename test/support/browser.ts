/**
 * A real Chromium that reaches nothing but this machine, and visitors to one installation who notice everything that
 * a browser complains of.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Unpacks the browser once for each version and user. Test files run side by side, so it is unpacked under a name of
 * its own and moved into place whole.
 */
async function executable(): Promise<string> {
  const manifest = createRequire(import.meta.url)
    .resolve('@sparticuz/chromium')
    .replace(/build\/.*/, 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const folder = join(tmpdir(), `segl-chromium-${version}-${process.getuid?.()}`);
  const path = join(folder, 'chromium');
  if (existsSync(path)) return path;
  const fresh = await mkdtemp(`${folder}-`);
  const script = 'import("@sparticuz/chromium").then(({ default: browser }) => browser.executablePath())';
  await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: root,
    env: { ...process.env, TMPDIR: fresh },
  });
  await rename(fresh, folder).catch(async (error) => {
    await rm(fresh, { recursive: true });
    if (!existsSync(path)) throw error;
  });
  return path;
}

/** `--no-sandbox` because tests also run as root; the other flags keep the browser's own services from calling out. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await executable(),
    args: [
      '--no-sandbox',
      '--no-pings',
      '--disable-domain-reliability',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

/** Somebody with a browser profile of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong so far: script errors, broken policies, requests to elsewhere, failed answers. */
  readonly complaints: string[];
  /** Ends the visit; fails where there was a complaint. */
  leave(): Promise<void>;
}

export async function visit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', baseURL: origin, ...phone, ...options });
  context.setDefaultTimeout(15_000);
  const complaints = watch(context, origin);
  const page = await context.newPage();
  return {
    context,
    page,
    complaints,
    async leave() {
      await context.close();
      assert.deepEqual(complaints, []);
    },
  };
}

/**
 * What `read`, the source of a function, says of the element within a sandboxed frame. Scripts cannot run there, not even
 * the browser driver's own; the debugger can. `undefined`: the element is not there yet, or its document changed meanwhile.
 */
export async function readInFrame(page: Page, selector: string, read: string): Promise<unknown> {
  const frame = page.frames().find((each) => each !== page.mainFrame());
  assert.ok(frame, 'there is a frame');
  const session = await page
    .context()
    .newCDPSession(frame)
    .catch(() => page.context().newCDPSession(page));
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const inside = find(root, (node) => node.contentDocument !== undefined)?.contentDocument ?? root;
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: inside.nodeId, selector });
    const { object } = await session.send('DOM.resolveNode', { nodeId });
    const { result } = await session.send('Runtime.callFunctionOn', {
      objectId: object.objectId!,
      functionDeclaration: read,
      returnByValue: true,
    });
    return result.value;
  } catch (error) {
    if (goneMeanwhile.test(String(error))) return undefined;
    throw error;
  } finally {
    await session.detach();
  }
}

const goneMeanwhile = /Could not find node with given id|No node with given id|Node is detached/;

interface DomNode {
  readonly nodeId: number;
  readonly children?: DomNode[];
  readonly contentDocument?: DomNode;
}

function find(node: DomNode, fits: (node: DomNode) => boolean): DomNode | undefined {
  if (fits(node)) return node;
  for (const child of node.children ?? []) {
    const found = find(child, fits);
    if (found) return found;
  }
  return undefined;
}

/** Chromium puts every answer from 400 on into the console; a page that says what is wrong is no error. */
const answerLine = /^Failed to load resource: the server responded with a status of 4\d\d/;

function watch(context: BrowserContext, origin: string): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() !== 'error' || answerLine.test(message.text())) return;
    complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['data:', 'blob:', 'about:'].includes(url.protocol)) {
      complaints.push(`request to ${url.href}`);
    }
  });
  context.on('response', (response) => {
    const kind = response.request().resourceType();
    const isPage = kind === 'document' || kind === 'xhr' || kind === 'fetch';
    if (response.status() >= 500 || (response.status() >= 400 && !isPage)) {
      complaints.push(`${response.status()} for the ${kind} ${response.url()}`);
    }
  });
  return complaints;
}
