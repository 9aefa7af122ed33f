import { writeBundle } from '../../app/history/bundle/write-bundle.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import type { HistoryProof } from '../../domain/history/proof/proof.ts';
import { describeFaults } from '../../domain/history/proof/proof.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderBundleReadme } from '../../report/history/bundle/readme.ts';
import { renderBundleReport } from '../../report/history/bundle/report-html.ts';
import { requiredFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `audit bundle`: everything that an auditor needs, in one file. */
export const bundle = subcommand({
  name: 'bundle',
  summary: 'write the history with its texts, a report and a verifier for an auditor',
  flags: {
    out: requiredFlag('--out <path>', 'an archive when it ends in .tar.gz or .tgz, else a folder'),
  },
  run: ({ out, ...given }, { world, signal }) =>
    writeBundle(world, given, { out, readme: renderBundleReadme, report: renderBundleReport, signal }),
  text: ({ path }) => `${cleanLine(path)}\n`,
  json: ({ path, entries, proof, isSigned }) =>
    jsonDocument('bundle', {
      path,
      entries,
      whole: proof.whole,
      signed: isSigned,
      faults: describeFaults(proof),
    }),
  advice: ({ entries, proof }) => advice(entries, proof),
  after: async ({ proof, isSigned }, { host }) => {
    if (!proof.whole)
      host.message(
        `The history is not whole, and the bundle shows it:\n${clean(describeFaults(proof).join('\n'))}\n`,
      );
    else if (!isSigned) host.message(notSigned);
  },
  exit: ({ proof }) => (proof.whole ? 0 : 1),
  examples: [
    ['codex-cockpit audit bundle --out acme-2026-11.tar.gz', 'for a person without codex-cockpit'],
    ['tar -xzf acme-2026-11.tar.gz && node acme-2026-11/verify.mjs', 'how that person verifies it'],
  ],
});

const notSigned = `warning: the bundle is not signed, because the key that signs checkpoints cannot be read here. Its verifier will report that.
A person who has the key should make the bundle.
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
  return `${entries} entries. ${unsigned}Send the auditor the public key by another way: codex-cockpit audit key\n`;
}
