import type { CopyState } from '../../domain/artifacts/copies/judge-copy.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { unifiedDiff } from '../../domain/base/text/unified-diff.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { renderTextDiff } from '../base/text-diff.ts';

type Copy = {
  artifact: string;
  repository: string;
  root: string;
  path: string;
  state: CopyState;
  revision: number | undefined;
  approvedRevision: number;
  why: string | undefined;
  texts: { approved: string; copy: string } | undefined;
};

type Details = 'with differences' | 'without differences';

/** The copies of artifacts in repositories, and what became of them. */
export function renderDrift(copies: readonly Copy[], details: Details, paint: Paint): string {
  if (copies.length === 0) return 'No artifact is approved yet.\n';
  const table = alignColumns(
    copies.map((copy) => [
      copy.state,
      copy.artifact,
      cleanLine(copy.repository),
      cleanLine(copy.path),
      explain(copy),
    ]),
  );
  const differences = details === 'with differences' ? copies.flatMap((copy) => difference(copy, paint)) : [];
  return [...table.map((line) => line.trimEnd()), ...differences, ''].join('\n');
}

/** A copy as JSON documents have it (docs/json.md). */
export function artifactCopyFields(copy: Copy, details: Details): object {
  const { artifact, repository, root, path, state, revision, approvedRevision, why, texts } = copy;
  return {
    ...{ artifact, repository, root, path, state, revision: revision ?? null },
    approved_revision: approvedRevision,
    why: why ?? null,
    diff:
      texts && details === 'with differences'
        ? unifiedDiff(
            { name: `${artifact} (revision ${approvedRevision})`, text: texts.approved },
            { name: path, text: texts.copy },
          )
        : null,
  };
}

function explain({ state, revision, approvedRevision, why }: Copy): string {
  switch (state) {
    case 'same':
      return `revision ${approvedRevision}`;
    case 'older':
      return `revision ${revision}; ${approvedRevision} is approved`;
    case 'not approved':
      return `revision ${revision}, which is not approved; ${approvedRevision} is`;
    case 'edited':
      return `changed since revision ${revision} was published`;
    case 'foreign':
      return 'a text that is not ours';
    case 'missing':
      return `revision ${approvedRevision} was published here, and nothing is there`;
    case 'absent':
      return 'never published here';
    case 'out of reach':
      return cleanLine(why ?? '');
  }
}

function difference({ artifact, approvedRevision, path, texts }: Copy, paint: Paint): readonly string[] {
  if (!texts) return [];
  const named = { before: texts.approved, after: texts.copy, name: path };
  return ['', renderTextDiff(named, paint, `${artifact} (revision ${approvedRevision})`).trimEnd()];
}
