import type { ReactNode } from 'react';
import { readArtifacts } from '../../../app/artifacts/read-artifacts.ts';
import { standingOf } from '../../../domain/artifacts/artifact-step.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import { type State, type Step, tell } from '../../shell/state.ts';
import { artifactsKeys } from './keys.ts';
import { artifactLinks } from './links.ts';
import {
  type ArtifactRow,
  artifactRows,
  artifactSorting,
  artifacts,
  artifactTargets,
  artifactWork,
  selectedArtifact,
  work,
} from './rows.ts';
import { artifactPreview, belowList, openText, waitsFor } from './text.ts';

/** The governance artifacts: how each stands, what it waits for, and from whom. */
export const artifactsScreen = listScreen<ArtifactRow>({
  id: 'artifacts',
  title: 'Artifacts',
  short: 'Art',
  description: 'the governance artifacts',
  keys: artifactsKeys,
  targets: (state) => artifactTargets(artifacts.of(state)),
  rows: artifactRows,
  sorting: artifactSorting,
  rowId: ({ artifact }) => artifact.id,
  isSmall: true,
  columns: [
    {
      title: 'STATE',
      priority: 9,
      cell: ({ artifact }, { theme }) => theme.artifact(standingOf(artifact)).text,
    },
    { title: 'ARTIFACT', priority: 10, cell: ({ artifact }) => artifact.id },
    {
      title: 'REV',
      priority: 6,
      align: 'right',
      cell: ({ artifact }) => String(artifact.newest?.revision ?? '-'),
    },
    { title: 'OWNER', priority: 4, cell: ({ artifact }) => artifact.declaration.owner },
    { title: 'WAITS FOR', priority: 8, least: 16, cell: waitsFor },
  ],
  colour: ({ artifact }, theme) => theme.artifact(standingOf(artifact)).colour,
  empty: (state) =>
    artifacts.of(state).length === 0 ? 'the artifacts are being read…' : 'no artifact passes the filter',
  preview: artifactPreview,
  detail: (state, row) => {
    switch (state.detail?.of) {
      case ANSWER:
        return answerText(state);
      case 'findings':
        return artifactWork.of(state).findings.text;
      default:
        return row && (state.documents[openText(state, row.artifact).name] ?? 'reading…');
    }
  },
  links: artifactLinks,
  documents: (state) => {
    const artifact = selectedArtifact(state);
    const isText = state.detail?.of === 'row' || state.detail?.of === 'diff';
    return artifact && isText ? [openText(state, artifact)] : [];
  },
  below: { count: 1, view: Below },
  load: noticeOtherText,
  refresh: async ({ store, world }) => {
    const [read, copies] = await Promise.all([readArtifacts(world, store), store?.artifactCopies() ?? []]);
    return (state) => work(artifacts.set(state, read), { copies });
  },
});

function Below({ state }: { state: State }): ReactNode {
  return <Quiet wrap="truncate">{belowList(state, artifacts.of(state)) || ' '}</Quiet>;
}

/**
 * Begins an open text from its top when another one takes its place, because somebody recorded a revision or the person
 * went to another artifact: who had read the one before to its end has not read this one.
 */
function noticeOtherText(state: State): Step {
  const { of } = state.detail ?? {};
  const artifact = of === 'row' || of === 'diff' ? selectedArtifact(state) : undefined;
  const before = artifactWork.of(state).open;
  if (!artifact || of === undefined) return [before ? work(state, { open: undefined }) : state];
  const { id, newest } = artifact;
  const sha256 = newest?.sha256 ?? '';
  if (before?.id === id && before.of === of && before.sha256 === sha256) return [state];
  const noticed = work(state, { open: { id, of, sha256 } });
  if (!before || (before.id === id && before.of !== of)) return [noticed];
  const atTop = { ...noticed, detail: { of, scroll: 0 } };
  return [
    before.id === id && newest
      ? tell(atTop, `${newest.author} recorded revision ${newest.revision}; this is its text`)
      : atTop,
  ];
}
