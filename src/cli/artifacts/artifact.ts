import { compareRevisions, readWithChanges } from '../../app/artifacts/compare-revisions.ts';
import { readArtifact, readArtifacts } from '../../app/artifacts/read-artifacts.ts';
import {
  artifactFields,
  renderArtifact,
  renderArtifactList,
  renderRevisions,
  revisionFields,
} from '../../report/artifacts/artifacts.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderTextDiff } from '../../report/base/text-diff.ts';
import type { Call } from '../program/call.ts';
import { arg, kindsFlag, readFlag, wholeNumber } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';
import { drift, publish } from './artifact-copies.ts';
import { approve, edit, importing, submit } from './artifact-write.ts';

const artifactArg = arg('<artifact>', 'the artifact');
const revisionFlag = readFlag('--revision <n>', 'another revision than the newest', wholeNumber);

type Asked = { artifact: string; revision?: number | undefined; artifacts: string | undefined };

const readText = ({ artifact: id, revision, artifacts }: Asked, { world, read }: Call) =>
  read((store) => readArtifact(world, store, { id, revision, declaredIn: artifacts }));

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the artifacts, which revision of each is in force, and what to do next',
  flags: { artifacts: kindsFlag },
  run: ({ artifacts }, { world, read }) =>
    read((store) => readArtifacts(world, store, { declaredIn: artifacts })),
  text: renderArtifactList,
  json: (artifacts) => jsonDocument('artifacts', { artifacts: artifacts.map(artifactFields) }),
});

const show = subcommand({
  name: 'show',
  summary: 'an artifact: its text, who approved it, which approvals and which gaps are open',
  args: { artifact: artifactArg },
  flags: { revision: revisionFlag, artifacts: kindsFlag },
  run: ({ artifact: id, revision, artifacts }, { world, read }) =>
    read((store) => readWithChanges(world, store, { id, revision, declaredIn: artifacts })),
  text: (found, { paint }) => renderArtifact(found, paint),
  json: ({ artifact, revision, placeholders, text }) =>
    jsonDocument('artifact', {
      ...artifactFields(artifact),
      revision: revision ? revisionFields(revision) : null,
      placeholders,
      text,
    }),
});

const history = subcommand({
  name: 'history',
  summary: 'the revisions of an artifact',
  args: { artifact: artifactArg },
  flags: { artifacts: kindsFlag },
  run: async (given, call) => (await readText(given, call)).artifact.revisions,
  text: renderRevisions,
  json: (revisions, { given }) =>
    jsonDocument('artifact-history', {
      artifact: given.artifact,
      revisions: revisions.toReversed().map(revisionFields),
    }),
});

const diff = subcommand({
  name: 'diff',
  summary: 'what changed between two revisions; exit 1 when something did',
  args: { id: artifactArg },
  flags: {
    from: readFlag(
      '--from <n>',
      'the earlier one (default: the one in force, else the one before)',
      wholeNumber,
    ),
    to: readFlag('--to <n>', 'the later one (default: the newest)', wholeNumber),
    artifacts: kindsFlag,
  },
  run: async ({ id, from, to, artifacts }, { world, read, paint }) => {
    const asked = { id, from, to, declaredIn: artifacts };
    const compared = await read((store) => compareRevisions(world, store, asked));
    const name = (revision: number) => `${id} (${revision === 0 ? 'starting text' : `revision ${revision}`})`;
    const [before, after] = [name(compared.from.revision), name(compared.to.revision)];
    const texts = { before: compared.from.text, after: compared.to.text, name: after };
    return { ...compared, before, after, diff: renderTextDiff(texts, paint, before) };
  },
  text: ({ before, after, diff, ...compared }) =>
    differs(compared) ? diff : `${before} and ${after} are the same text.\n`,
  json: ({ from, to, diff }, { given }) =>
    jsonDocument('artifact-diff', {
      ...{ artifact: given.id, from: from.revision, to: to.revision },
      differs: differs({ from, to }),
      diff,
    }),
  exit: (compared) => (differs(compared) ? 1 : 0),
});

const exporting = subcommand({
  name: 'export',
  summary: 'the text of a revision, or the starting text, to stdout',
  args: { artifact: artifactArg },
  flags: { revision: revisionFlag, artifacts: kindsFlag },
  run: readText,
  text: ({ text }) => text,
  json: ({ revision, text }, { given: { artifact } }) =>
    jsonDocument('artifact-text', {
      ...{ artifact, revision: revision?.revision ?? 0, sha256: revision?.sha256 ?? null, text },
    }),
});

export const define = group({
  subcommands: [list, show, history, diff, exporting, edit, importing, submit, approve, publish, drift],
  examples: [
    ['codex-cockpit artifact', 'what is approved, which approvals are open, what is due'],
    ['codex-cockpit artifact export usage-policy > policy.md', 'the text to start from'],
    ['codex-cockpit artifact import usage-policy policy.md --note "for the mobile team"', 'a new draft'],
    ['codex-cockpit artifact submit usage-policy', 'to its reviewers, when no gap is left'],
    ['codex-cockpit artifact approve usage-policy 3f2a91bc', 'the digest says which text you read'],
    [
      'codex-cockpit artifact publish instruction-template ../shop',
      'into a repository, with its revision in a comment',
    ],
    ['codex-cockpit artifact drift ../shop ../billing', 'copies that differ from the approved text'],
  ],
});

function differs({ from, to }: { from: { text: string }; to: { text: string } }): boolean {
  return from.text !== to.text;
}
