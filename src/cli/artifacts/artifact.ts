import type { Command } from 'commander';
import { compareRevisions } from '../../app/artifacts/compare-revisions.ts';
import { readArtifact, readArtifacts } from '../../app/artifacts/read-artifacts.ts';
import { artifactFields, revisionFields } from '../../report/artifacts/artifact-json.ts';
import { renderArtifact, renderArtifactList, renderRevisions } from '../../report/artifacts/artifacts.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderTextDiff } from '../../report/base/text-diff.ts';
import { reading } from '../history/with-history.ts';
import { wholeNumber, withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { type KindFlags, withKindsFlag } from '../program/kinds-flag.ts';
import { defineCopies } from './artifact-copies.ts';
import { defineWriting } from './artifact-write.ts';

type RevisionFlags = CommonFlags & KindFlags & { revision?: number };
type DiffFlags = CommonFlags & KindFlags & { from?: number; to?: number };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command
    .command('list', { isDefault: true })
    .description('the artifacts, what counts of each, and what is to be done next');
  withKindsFlag(withCommonFlags(list)).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags & KindFlags>();
    const artifacts = await reading(host, flags, (store) =>
      readArtifacts(host.world, store, { declaredIn: flags.artifacts }),
    );
    host.out(
      flags.json
        ? jsonDocument('artifacts', { artifacts: artifacts.map(artifactFields) })
        : renderArtifactList(artifacts),
    );
    finish(0);
  });

  const show = command
    .command('show')
    .description('an artifact: its text, who approved it, what it waits for, which gaps it has')
    .argument('<artifact>', 'the artifact')
    .option('--revision <n>', 'another revision than the newest', wholeNumber);
  withKindsFlag(withCommonFlags(show)).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<RevisionFlags>();
    const found = await readText(id, flags);
    host.out(
      flags.json
        ? jsonDocument('artifact', {
            ...artifactFields(found.artifact),
            revision: found.revision ? revisionFields(found.revision) : null,
            placeholders: found.placeholders,
            text: found.text,
          })
        : renderArtifact(found, host.paint),
    );
    finish(0);
  });

  const history = command
    .command('history')
    .description('the revisions of an artifact')
    .argument('<artifact>', 'the artifact');
  withKindsFlag(withCommonFlags(history)).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags & KindFlags>();
    const { artifact } = await readText(id, flags);
    const revisions = artifact.revisions.toReversed().map(revisionFields);
    host.out(
      flags.json
        ? jsonDocument('artifact-history', { artifact: id, revisions })
        : renderRevisions(artifact.revisions),
    );
    finish(0);
  });

  const diff = command
    .command('diff')
    .description('what changed between two revisions; exit 1 when something did')
    .argument('<artifact>', 'the artifact')
    .option('--from <n>', 'the earlier one (default: the one that counts, else the one before)', wholeNumber)
    .option('--to <n>', 'the later one (default: the newest)', wholeNumber);
  withKindsFlag(withCommonFlags(diff)).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<DiffFlags>();
    const { from, to } = await reading(host, flags, (store) =>
      compareRevisions(host.world, store, {
        id,
        from: flags.from,
        to: flags.to,
        declaredIn: flags.artifacts,
      }),
    );
    const name = (revision: number) => `${id} (${revision === 0 ? 'starting text' : `revision ${revision}`})`;
    const texts = { before: from.text, after: to.text, name: name(to.revision) };
    const text = renderTextDiff(texts, host.paint, name(from.revision));
    const differs = from.text !== to.text;
    const numbers = { artifact: id, from: from.revision, to: to.revision };
    host.out(
      flags.json
        ? jsonDocument('artifact-diff', { ...numbers, differs, diff: text })
        : differs
          ? text
          : `${name(from.revision)} and ${name(to.revision)} are the same text.\n`,
    );
    finish(differs ? 1 : 0);
  });

  const exporting = command
    .command('export')
    .description('the text of a revision, or the one to start from, to stdout')
    .argument('<artifact>', 'the artifact')
    .option('--revision <n>', 'another revision than the newest', wholeNumber);
  withKindsFlag(withCommonFlags(exporting)).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<RevisionFlags>();
    const { revision, text } = await readText(id, flags);
    host.out(
      flags.json
        ? jsonDocument('artifact-text', {
            artifact: id,
            revision: revision?.revision ?? 0,
            sha256: revision?.sha256 ?? null,
            text,
          })
        : text,
    );
    finish(0);
  });

  defineWriting(command, host, finish);
  defineCopies(command, host, finish);

  withExamples(command, [
    ['codex-cockpit artifact', 'what is approved, what waits for whom, what is due'],
    ['codex-cockpit artifact export usage-policy > policy.md', 'the text to start from'],
    ['codex-cockpit artifact import usage-policy policy.md --note "for the mobile team"', 'a new draft'],
    ['codex-cockpit artifact submit usage-policy', 'to its reviewers, once no gap is left'],
    ['codex-cockpit artifact approve usage-policy 3f2a91bc', 'the digest says which text you read'],
    [
      'codex-cockpit artifact publish instruction-template ../shop',
      'into a repository, with its revision in a comment',
    ],
    ['codex-cockpit artifact drift ../shop ../billing', 'copies that are not what is approved'],
  ]);

  async function readText(id: string, flags: RevisionFlags) {
    const asked = { id, revision: flags.revision, declaredIn: flags.artifacts };
    return reading(host, flags, (store) => readArtifact(host.world, store, asked));
  }
}
