/**
 * Runs every test, or those whose path contains one of the arguments, on shared PostgreSQL servers. Arguments that
 * begin with `-` go to `node --test`.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serversVariable, startServers } from './support/postgres-servers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const files = globSync('test/**/*.test.ts', { cwd: root })
  .sort()
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
if (files.length === 0) {
  console.error(`No test file's path contains ${wanted.join(' or ')}`);
  process.exit(1);
}

// Types are stripped and modules compiled once, not once in each of hundreds of processes.
const compiled = fileURLToPath(new URL('../node_modules/.cache/tests', import.meta.url));
const { servers, stop } = await startServers();
console.log(`Testing on ${servers.map(({ name }) => name).join(' and ')}`);
const runner = spawn(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-reporter=spec', '--test-timeout=300000', ...options, ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compiled,
      [serversVariable]: JSON.stringify(servers),
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal));
const code = await new Promise<number>((resolve) => runner.on('exit', (status) => resolve(status ?? 1)));
await stop();
process.exitCode = code;
