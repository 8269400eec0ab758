import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Why a test that needs a tool from elsewhere is skipped; false where it is there. */
export const lacks = (tool: string, ...args: string[]): string | false =>
  spawnSync(tool, args.length > 0 ? args : ['--version']).status === 0 ? false : `${tool} is not installed`;

/** Debian's golang-golang-x-mod-dev. */
const goCode = '/usr/share/gocode';

export const lacksGo = (): string | false =>
  lacks('go', 'version') ||
  (existsSync(`${goCode}/src/golang.org/x/mod/sumdb/tlog`)
    ? false
    : 'golang-golang-x-mod-dev is not installed');

/** Runs a Go program of one file with Debian's packages and no network. */
export function runGo(file: string, input: string): { status: number | null; output: string } {
  const env = { ...process.env, GO111MODULE: 'off', GOFLAGS: '-mod=mod', GOPATH: goCode };
  const { status, stdout, stderr } = spawnSync('go', ['run', file], { env, input, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
