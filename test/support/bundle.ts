import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBundle } from '../../src/app/history/bundle/write-bundle.ts';
import { renderBundleReadme } from '../../src/report/history/bundle/readme.ts';
import { renderBundleReport } from '../../src/report/history/bundle/report-html.ts';
import type { SignedHistory } from './signed-history.ts';
import { tempFolder } from './temp.ts';

/** Writes the bundle of a history, a folder unless it is called otherwise, and returns its path. */
export async function bundleOf(history: SignedHistory, name = 'bundle'): Promise<string> {
  const { path } = await writeBundle(
    history.world,
    {},
    {
      out: join(tempFolder(), name),
      readme: renderBundleReadme,
      report: renderBundleReport,
      signal: new AbortController().signal,
    },
  );
  return path;
}

/** What an auditor sees who runs the verifier of a bundle with Node.js and nothing else. */
export function runVerifier(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'verify.mjs'), ...args], {
    cwd: tempFolder(),
    env: {},
    encoding: 'utf8',
    // One that waits for ever has failed.
    timeout: 60_000,
  });
  const named = stdout.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []));
  // Whatever is changed, the signature over all files is broken too: that is told apart from what was found there.
  const isOfBundle = (fault: string) => fault.startsWith('Bundle: ');
  const faults = named.filter((fault) => !isOfBundle(fault));
  return { code: status, stdout, stderr, faults, ofBundle: named.filter(isOfBundle) };
}

/** Changes a file of a bundle, and its line in the list of digests as somebody would who covers it up. */
export function changeCovertly(folder: string, name: string, change: (text: string) => string): void {
  const path = join(folder, name);
  const text = change(readFileSync(path, 'utf8'));
  writeFileSync(path, text);
  relist(folder, name, createHash('sha256').update(text).digest('hex'));
}

/** Gives a file another line in the list of digests; none without a digest. */
export function relist(folder: string, name: string, digest?: string): void {
  const list = join(folder, 'SHA256SUMS');
  const others = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && line.slice(66) !== name);
  writeFileSync(list, others.map((line) => `${line}\n`).join(''));
  if (digest !== undefined) appendFileSync(list, `${digest}  ${name}\n`);
}
