import { type CopyReport, findDrift } from '../../../app/artifacts/find-drift.ts';
import {
  type Publication,
  type PublicationPlan,
  planPublication,
  publishArtifact,
} from '../../../app/artifacts/publish-artifact.ts';
import { findRepository } from '../../../app/artifacts/repository.ts';
import { typedPath } from '../../../app/files/write-new-file.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countChanges, unifiedDiff } from '../../../domain/base/text/unified-diff.ts';
import { renderDrift } from '../../../report/artifacts/artifact-copies.ts';
import { plain } from '../../../report/base/paint.ts';
import { atField, chooseOne, decision, fill, oneOf, required } from '../../shell/decision.ts';
import { withoutRole, withoutRollout } from '../../shell/guards.ts';
import { inquiry } from '../../shell/inquiry.ts';
import type { State } from '../../shell/state.ts';
import { artifacts, artifactWork, selectedArtifact, work } from './rows.ts';
import { advisingKeys } from './words.ts';

const leave = 'leave it';
const overwrite = 'overwrite it';

type PublishInput = {
  artifact: string;
  folder: string;
  path: string;
  overwrite: 'never' | 'always';
  planned: PublicationPlan | undefined;
};

export const publish = decision<PublishInput>({
  command: 'publish-artifact',
  keys: ['p'],
  description: 'write the approved text into a repository',
  footer: 'publish',
  disabled: (state) =>
    withoutRole('publish an artifact')(state) ??
    (selectedArtifact(state)?.approved ? undefined : 'no revision of it is approved'),
  about: (state) => selectedArtifact(state)?.id,
  form: {
    title: (artifact) => `Write the approved text of ${artifact} into a repository`,
    fields: (artifact, state) => {
      const declared = artifacts.of(state).find(({ id }) => id === artifact)?.approved
        ?.declaration.publish_to;
      return [
        {
          label: 'Folder',
          value: artifactWork.of(state).folder,
          required: 'name a folder of the repository',
        },
        {
          label: 'Path in it',
          value: declared ?? '',
          required: 'name the path in the repository, such as docs/policy.md',
        },
        {
          label: 'Another text there',
          value: leave,
          choices: [leave, overwrite],
          pick: true,
          required: chooseOne,
        },
      ];
    },
    read: ([folder = '', path = '', there = ''], artifact) =>
      fill((at) => ({
        artifact,
        folder,
        path,
        overwrite: at(2, () => (oneOf([leave, overwrite], there) === leave ? 'never' : 'always')),
        planned: undefined,
      })),
  },
  prepare: async (doing, input) => {
    const folder = typedPath(doing.world(), input.folder);
    await atField(0, () => findRepository(doing.world(), folder));
    const { artifact, path } = input;
    const asked = { artifact, repository: folder, path, overwrite: input.overwrite };
    const planned = await advisingKeys(() =>
      doing.reading((store) => planPublication(doing.world(), store, asked)),
    );
    return { ...input, folder, planned };
  },
  confirmation: ({ artifact, planned }) => {
    if (!planned) throw new Error('the publication was not planned');
    const { revision, repository, path } = planned;
    return {
      question: `Write revision ${revision} of ${artifact} into ${repository}?`,
      writes: describeWriting(planned),
      records: [`artifact.published: ${artifact} revision ${revision} in ${repository} as ${path}`],
    };
  },
  run: (doing, { artifact, folder, path, overwrite, planned }) =>
    advisingKeys(async () => {
      const shown = { text: planned?.before };
      const asked = { artifact, repository: folder, path, overwrite, shown };
      const done = await publishArtifact(doing.world(), await doing.writable(), asked);
      doing.change((state) => work(state, { folder, folders: folder, drift: undefined }));
      return done.replaced === 'same'
        ? `${done.path} has revision ${done.revision} of ${artifact}`
        : `published revision ${done.revision} of ${artifact} as ${done.file}${done.header ? '' : '; JSON has no comments, so the copy does not name it'}`;
    }),
});

const mostLines = 400;

/** The file that will be written, what becomes of what is there, and its changed lines. */
function describeWriting({ file, replaced, before = '', after }: PublicationPlan): readonly string[] {
  const { added, removed } = countChanges(before, after);
  const lines = unifiedDiff({ name: '', text: before }, { name: '', text: after })
    .split('\n')
    .filter((line) => /^[+-](?!\+\+ |-- )/.test(line))
    .map((line, index) => `${String(index + 1).padStart(3)} ${cleanLine(line)}`);
  const more = lines.length - mostLines;
  return [
    `${file} (${replacing[replaced]})`,
    ...(lines.length === 0 ? [] : [`+${added} -${removed} lines:`]),
    ...lines.slice(0, mostLines),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

const replacing: Record<Publication['replaced'], string> = {
  nothing: 'a new file',
  same: 'it has this revision already',
  older: 'it has an earlier revision',
  'not approved': 'it has a revision that is not approved',
  edited: 'OVERWRITES a text that was edited there',
  foreign: 'OVERWRITES a text from elsewhere',
};

const everyArtifact = 'all';
const nameFolders = 'name folders of repositories, with commas between them';

export const drift = inquiry<{ folders: readonly string[]; artifacts: readonly string[] }>({
  command: 'artifact-drift',
  keys: ['D'],
  description: 'whether published copies differ from the approved texts',
  footer: 'drift',
  disabled: (state) =>
    withoutRollout(state) ?? (approvedIds(state).length > 0 ? undefined : 'no artifact is approved yet'),
  form: {
    title: () => 'Look for copies that differ from the approved text',
    fields: (_, state) => [
      { label: 'Folders', value: artifactWork.of(state).folders, required: nameFolders },
      {
        label: 'Artifact',
        value: everyArtifact,
        choices: [everyArtifact, ...approvedIds(state)],
        pick: true,
        required: chooseOne,
      },
    ],
    read: ([folders = '', only = ''], _, state) =>
      fill((at) => ({
        folders: at(0, () => readFolders(folders)),
        artifacts: at(1, () => {
          const chosen = oneOf([everyArtifact, ...approvedIds(state)], only);
          return chosen === everyArtifact ? [] : [chosen];
        }),
      })),
  },
  title: ({ folders }) => `Copies of approved texts in ${folders.join(', ')}; nothing is recorded`,
  answer: async (doing, { folders, artifacts: only }, say) => {
    const world = doing.world();
    const repositories = folders.map((folder) => typedPath(world, folder));
    const found: CopyReport[] = [];
    await doing.reading(async (store) => {
      for await (const report of findDrift(world, store, { repositories, artifacts: only })) {
        found.push(report);
        say(`${found.length} looked at, the last one ${cleanLine(report.path)}`);
      }
    });
    const looked = found.map(({ artifact, repository, path, state }) => ({
      artifact,
      repository,
      path,
      state,
    }));
    doing.change((state) =>
      work(state, { folders: folders.join(', '), drift: { at: world.now(), found: looked } }),
    );
    return renderDrift(found, 'with differences', plain);
  },
});

function approvedIds(state: State): readonly string[] {
  return artifacts.of(state).flatMap(({ id, approved }) => (approved ? [id] : []));
}

/** @throws UsageError when none is named */
function readFolders(typed: string): readonly string[] {
  const folders = typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  required(folders.join(''), nameFolders);
  return folders;
}
