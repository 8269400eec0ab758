/** The REST door on a database, for the bench of the export. Started by export.ts. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import express from 'express';
import { settingsOf } from '../../src/backends/postgres/connection.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import type { Context } from '../../src/delivery/context.ts';
import { ensureFirstUnit, setBootstrapToken } from '../../src/desk/systems/systems.ts';
import { restDoor } from '../../src/doors/rest/door.ts';

const [url, token] = process.argv.slice(2) as [string, string];
const ctx = {
  db: openDatabase(settingsOf(url)),
  settings: { installation: randomUUID(), url: 'http://localhost', timeZone: 'Europe/Copenhagen' },
} as unknown as Context;
await ensureFirstUnit(ctx, 'Bench');
await setBootstrapToken(ctx, token);
const app = express().use('/api/v1', restDoor(ctx, { maxJsonMegabytes: 1, onFailure: console.error }));
const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.send!({ port: (server.address() as { port: number }).port });
});
process.on('message', () => {
  const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))!;
  process.send!({ peak: Math.round(Number(peak) / 1024) });
});
process.on('disconnect', () => process.exit(0));
