import { editArtifact, KeptTextError } from '../../../app/artifacts/edit-artifact.ts';
import { planImport } from '../../../app/artifacts/import-artifact.ts';
import { reviseArtifact } from '../../../app/artifacts/revise-artifact.ts';
import { typedPath } from '../../../app/files/write-new-file.ts';
import type { Revision } from '../../../domain/artifacts/artifact.ts';
import { findPlaceholders, placeholderNames } from '../../../domain/artifacts/placeholders.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { countChanges } from '../../../domain/base/text/unified-diff.ts';
import { describeChanges } from '../../../report/artifacts/artifacts.ts';
import { carryOut, decision, describeFault, fileName, fill } from '../../shell/decision.ts';
import { withoutRole } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import type { Doing, Effect, State } from '../../shell/state.ts';
import { artifactWork, selectedArtifact, work } from './rows.ts';
import { advisingKeys, inKeys } from './words.ts';

const withoutSelected = (state: State) =>
  withoutRole('write an artifact')(state) ??
  (selectedArtifact(state) ? undefined : 'no artifact is selected');

export const edit: Binding = {
  command: 'edit-artifact',
  keys: ['e'],
  description: 'begin the artifact or edit its newest revision in $EDITOR',
  footer: 'edit',
  records: true,
  disabled: withoutSelected,
  press: (state) => {
    const artifact = selectedArtifact(state)?.id;
    if (artifact === undefined) return [state];
    const { findings, kept } = artifactWork.of(state);
    const isAbout = state.detail?.of === 'findings' && findings.artifact === artifact;
    return [
      state,
      editing({
        artifact,
        line: isAbout ? findings.line : undefined,
        kept: kept?.artifact === artifact ? kept.file : undefined,
      }),
    ];
  },
};

type Editing = { artifact: string; line: number | undefined; kept: string | undefined };

/** Opens the newest text of an artifact in the person's editor, and records what became of it. */
function editing(asked: Editing): Effect {
  const { artifact } = asked;
  const written = async (doing: Doing): Promise<string> => {
    try {
      const revision = await doing.lending(async (lend) =>
        editArtifact(doing.world(), await doing.writable(), { ...asked, lend }),
      );
      doing.change((state) => {
        const done = work(state, { kept: undefined });
        return state.detail?.of === 'findings' ? { ...done, detail: undefined } : done;
      });
      return revision ? told(revision) : `nothing was changed in ${artifact}, and nothing is recorded`;
    } catch (cause) {
      if (!(cause instanceof KeptTextError)) throw cause;
      const { file } = cause;
      doing.change((state) => ({
        ...work(state, {
          kept: { artifact, file },
          findings: {
            artifact,
            line: undefined,
            text: `${artifact} was not recorded\n\n${inKeys(describeFault(cause))}\n\nSave it empty to give it up.`,
          },
        }),
        detail: { of: 'findings', scroll: 0 },
      }));
      return 'nothing was recorded; e goes on with your text';
    }
  };
  return {
    name: 'edit-artifact',
    input: asked,
    carryOut: (doing) => carryOut(doing, () => written(doing)),
  };
}

/** A revision that was just recorded, and what it needs next. */
function told({ artifact, revision, placeholders }: Revision): string {
  return placeholders.length === 0
    ? `${artifact} revision ${revision} is a draft; s gives it to its reviewers`
    : `${artifact} revision ${revision} is a draft with ${countOf(placeholders.length, 'gap')}: ${placeholders.join(', ')}`;
}

type ImportInput = {
  artifact: string;
  file: string;
  note: string;
  text: string;
  before: string;
  basedOn: number;
};

export const importing = decision<ImportInput>({
  command: 'import-artifact',
  keys: ['i'],
  description: 'record the text of a file as a new revision',
  footer: 'import',
  disabled: withoutSelected,
  about: (state) => selectedArtifact(state)?.id,
  form: {
    title: (artifact) => `Record the text of a file as a new revision of ${artifact}`,
    fields: () => [
      { label: 'File', value: '', required: 'name the file with the text' },
      { label: 'Note (optional)', value: '' },
    ],
    read: ([file = '', note = ''], artifact) =>
      fill((at) => ({
        artifact,
        file: at(0, () => fileName(file)),
        note,
        ...{ text: '', before: '', basedOn: 0 },
      })),
  },
  prepare: (doing, { artifact, file: typed, note }) =>
    advisingKeys(async () => {
      const file = typedPath(doing.world(), typed);
      const planned = await doing.reading((store) => planImport(doing.world(), store, { artifact, file }));
      return { ...planned, note };
    }),
  confirmation: ({ artifact, file, note, text, before, basedOn }) => {
    const gaps = placeholderNames(findPlaceholders(text));
    const changes = describeChanges({ since: basedOn, ...countChanges(before, text) });
    return {
      question: `Record ${file} as revision ${basedOn + 1} of ${artifact}?`,
      records: [
        `artifact.revised: ${artifact} revision ${basedOn + 1}, ${changes}`,
        ...(note === '' ? [] : [`note: ${note}`]),
      ],
      follows: [
        'It is a draft, and ends the review of the revision before it.',
        ...(gaps.length === 0 ? [] : [`It has ${countOf(gaps.length, 'gap')} to fill: ${gaps.join(', ')}.`]),
      ],
    };
  },
  run: (doing, { artifact, file, note, text, basedOn }) =>
    advisingKeys(async () => {
      const asked = { artifact, file, note, text, basedOn };
      return told(await reviseArtifact(doing.world(), await doing.writable(), asked));
    }),
});
