import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startPrism } from './prism.ts';

export interface TwilioStandIn {
  readonly url: string;
  /** What Twilio's own description found in order: the forms of messages and calls. */
  readonly taken: readonly URLSearchParams[];
  close(): Promise<void>;
}

/** Twilio as its own description has it, behind a door that remembers what went through. */
export async function startTwilioStandIn(): Promise<TwilioStandIn> {
  const prism = await startPrism('twilio-messages-calls.openapi.json');
  const taken: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          ([name]) => !['host', 'connection', 'content-length'].includes(name),
        ),
      ) as Record<string, string>;
      const answer = await fetch(`${prism.url}${request.url}`, { method: request.method!, headers, body });
      if (answer.ok) taken.push(new URLSearchParams(body.toString()));
      const text = await answer.text();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await prism.close();
    },
  };
}
