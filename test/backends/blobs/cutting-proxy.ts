import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Faults {
  /** Requests whose first line fits are passed on, and their connection is destroyed instead of answered. */
  readonly dropAnswerTo?: (requestLine: string) => boolean;
  readonly times?: number;
  /** Connections are destroyed when so many bytes of answers have gone through them. */
  readonly cutAnswersAfter?: number;
}

/** A TCP proxy in front of an HTTP server, which breaks connections as it is told. */
export async function startProxy(
  target: string,
  { dropAnswerTo, times = Number.POSITIVE_INFINITY, cutAnswersAfter = Number.POSITIVE_INFINITY }: Faults,
) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let dropped = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    let drops = false;
    let answered = 0;
    client.on('data', (bytes) => {
      const line = /^[A-Z]+ \S+/.exec(bytes.toString('latin1', 0, 500))?.[0];
      if (line && dropped < times) drops = dropAnswerTo?.(line) ?? false;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      // An interim "100 Continue" is not the answer.
      if (drops && !bytes.toString('latin1', 0, 12).endsWith(' 100')) {
        dropped += 1;
        return end();
      }
      answered += bytes.length;
      if (answered > cutAnswersAfter) return end();
      client.write(bytes);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dropped: () => dropped,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
