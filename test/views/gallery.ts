import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import type { Browser } from 'playwright-core';
import { serveAssets } from '../../src/doors/web/assets.ts';
import { renderPage } from '../../src/doors/web/render.ts';
import { type Language, languages } from '../../src/message/languages.ts';
import type { PageName } from '../../views/models.ts';
import { launchBrowser } from '../support/browser.ts';
import { samples } from './samples.ts';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
  "form-action 'self'; base-uri 'none'";

export interface Gallery {
  readonly origin: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

const pictures = samples('Havn Kommune');

export const render = (name: PageName, state: string, language: Language = 'da', path = '/') =>
  renderPage(
    name,
    { language, path, organisation: 'Havn Kommune', timeZone: 'Europe/Copenhagen' },
    pictures[name][state]!,
  );

const languageFromQuery = (asked: unknown) => languages.find((language) => language === asked) ?? 'da';

/** Every sample at `/<page>/<state>`, with `?lang=` in another language than Danish, under a policy as strict as the product's, and a browser to look at it. */
export async function openGallery(post?: RequestHandler): Promise<Gallery> {
  const app = express();
  app.use((_request, response, next) => {
    response.set('Content-Security-Policy', policy);
    next();
  });
  app.use(serveAssets);
  if (post) app.post('/desk/messages', post);
  app.get(
    '/m/:token/content',
    (_request, response) =>
      void response.type('html').end('<!doctype html><html lang="da"><title>x</title><p>x</p>'),
  );
  app.get('/:name/:state', (request, response) => {
    const { name, state } = request.params;
    response.type('html').end(render(name as PageName, state, languageFromQuery(request.query.lang)));
  });
  const server: Server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await launchBrowser();
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser,
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Addresses of all samples; of the error page those that differ in shape. */
export function* addresses(): Generator<string> {
  for (const [name, states] of Object.entries(pictures)) {
    for (const state of Object.keys(states)) {
      if (!(name === 'error' && state.startsWith('code-'))) yield `/${name}/${state}`;
    }
  }
}
