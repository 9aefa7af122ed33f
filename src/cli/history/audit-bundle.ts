import type { Command } from 'commander';
import { writeBundle } from '../../app/history/bundle/write-bundle.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { describeFaults } from '../../domain/history/proof/describe-faults.ts';
import type { HistoryProof } from '../../domain/history/proof/proof.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderBundleReadme } from '../../report/history/bundle/readme.ts';
import { renderBundleReport } from '../../report/history/bundle/report-html.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type BundleFlags = CommonFlags & { out: string };

/** `audit bundle`: everything that an auditor needs, in one file. */
export function defineBundle(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(
    command.description('write the history with its texts, a report and a verifier for an auditor'),
  )
    .requiredOption('--out <path>', 'an archive when it ends in .tar.gz or .tgz, else a folder')
    .action(async (_, command: Command) => finish(await bundle(host, command.optsWithGlobals())));
  withExamples(command, [
    ['codex-cockpit audit bundle --out acme-2026-11.tar.gz', 'for somebody who has nothing of ours'],
    ['tar -xzf acme-2026-11.tar.gz && node acme-2026-11/verify.mjs', 'what they do with it'],
  ]);
}

async function bundle(host: Host, flags: BundleFlags): Promise<number> {
  const { path, entries, proof, isSigned } = await writeBundle(host.world, flags, {
    out: flags.out,
    readme: renderBundleReadme,
    report: renderBundleReport,
    signal: host.interrupt,
  });
  const faults = describeFaults(proof);
  if (flags.json)
    host.out(jsonDocument('bundle', { path, entries, whole: proof.whole, signed: isSigned, faults }));
  else {
    host.out(`${cleanLine(path)}\n`);
    if (!flags.quiet) host.talk(advice(entries, proof));
  }
  if (proof.whole && !isSigned) host.talk(notSigned);
  if (proof.whole) return 0;
  host.talk(`The history is not whole, and the bundle shows it:\n${clean(faults.join('\n'))}\n`);
  return 1;
}

const notSigned = `warning: the bundle is not signed, since the key that signs checkpoints cannot be read here: its verifier will say so.
Have somebody make it who has the key.
`;

function advice(entries: number, { checkpoints }: HistoryProof): string {
  const signed = Math.max(
    0,
    ...checkpoints.flatMap(({ state, size }) => (state === 'extended' && size !== undefined ? [size] : [])),
  );
  // The newest checkpoint is itself an entry.
  const unsigned =
    signed < entries - 1
      ? `Entries after ${signed} are not signed yet: codex-cockpit audit checkpoint, then bundle again.\n`
      : '';
  return `${entries} entries. ${unsigned}Give the auditor the public key by another way: codex-cockpit audit key\n`;
}
