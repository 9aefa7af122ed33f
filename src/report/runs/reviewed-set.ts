import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { unifiedDiff } from '../../domain/base/text/unified-diff.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { renderTextDiff } from '../base/text-diff.ts';

type SetFile = {
  path: string;
  what: string;
  state: 'new' | 'same' | 'differs' | 'replaced' | 'suggested' | 'blocked';
  executable: boolean;
  text: string;
  before: string | undefined;
  why: string | undefined;
  gaps: readonly string[];
};

/** The reviewed set as it would be written, or was. */
export type ReviewedSet = {
  repository: { root: string; name: string };
  host: string;
  pin: string;
  action: { commit: string; release: string | undefined };
  files: readonly SetFile[];
  /** The paths that were written; undefined when nothing was to be written. */
  written: readonly string[] | undefined;
};

/**
 * The files of the set with their states, and what differs.
 *
 * @param shown `whole` shows the text of new files too
 */
export function renderReviewedSet(set: ReviewedSet, shown: 'whole' | 'differences', paint: Paint): string {
  const { repository, pin, action, files, written } = set;
  const head = `Codex ${pin}, openai/codex-action ${action.release ?? action.commit.slice(0, 12)}, for ${cleanLine(repository.name)}`;
  const table = alignColumns(
    files.map((file) => [stateOf(file, written), file.path, cleanLine(file.why ?? file.what)]),
  );
  const texts = written === undefined ? files.flatMap((file) => showFile(file, shown, paint)) : [];
  const gaps = files.filter(
    ({ state, gaps: open }) => open.length > 0 && /^(?:new|same|replaced)$/.test(state),
  );
  return [
    paint('bold', head),
    ...table.map((line) => line.trimEnd()),
    ...texts,
    ...(gaps.length === 0
      ? []
      : [
          '',
          'To be filled in by the team:',
          ...gaps.map(({ path, gaps: open }) => `  ${path}: ${open.join(', ')}`),
        ]),
    '',
  ].join('\n');
}

/** The set as `--json` has it (docs/json.md). */
export function reviewedSetFields({ repository, host, pin, action, files, written }: ReviewedSet): object {
  return {
    repository: repository.name,
    root: repository.root,
    host,
    pin,
    action: { commit: action.commit, release: action.release ?? null },
    written: written ?? null,
    files: files.map(({ path, what, state, executable, text, before, why, gaps }) => ({
      ...{ path, what, state, executable, why: why ?? null, gaps },
      text,
      diff:
        before === undefined || before === text
          ? null
          : unifiedDiff({ name: `${path} (there)`, text: before }, { name: path, text }),
    })),
  };
}

function stateOf({ path, state }: SetFile, written: ReviewedSet['written']): string {
  if (written?.includes(path)) return 'written';
  return state === 'replaced' ? 'replace' : state;
}

function showFile(file: SetFile, shown: 'whole' | 'differences', paint: Paint): readonly string[] {
  const { path, state, text, before } = file;
  if (state === 'same' || state === 'blocked') return [];
  if (before !== undefined) {
    const named = { before, after: text, name: `${path} (of the set)` };
    return ['', renderTextDiff(named, paint, `${path} (there)`).trimEnd()];
  }
  if (shown === 'differences') return [];
  const lines = clean(text).trimEnd().split('\n');
  return ['', paint('bold', `── ${path}`), ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
}
