#!/usr/bin/env node
// Plain JavaScript on purpose: it must still run, and say what is missing, on a Node older than 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const major = Number(process.versions.node.split('.')[0]);
const own = fileURLToPath(new URL(`../node_modules/node-linux-${process.arch}/bin/node`, import.meta.url));

if (major >= 24) {
  // Beside the code and with its owner: in the shared temporary folder anybody could put other code in its place.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/segl', import.meta.url)));
  await import('../src/main.ts');
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Whoever stops this process means that one. A Ctrl-C comes to both: a second one would cut its stop short.
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGINT', () => {});
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  console.error(
    `Segl needs Node 24 or newer; this is ${process.versions.node}. Run "npm ci", which brings one.`,
  );
  process.exitCode = 1;
}
