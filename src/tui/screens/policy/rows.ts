import type { Part, PolicyView } from '../../../app/policy/read-policy-view.ts';
import { redactAt, redactValue } from '../../../domain/base/redact/redact-value.ts';
import { formatField } from '../../../domain/base/shape/finding.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { Verdict } from '../../../domain/checks/verdict.ts';
import type { PolicyExplanation } from '../../../domain/policy/policy-explanation.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderChain } from '../../../report/policy/agents.ts';
import { renderExplanation } from '../../../report/policy/policy-explanation.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import type { Work } from '../../components/working.tsx';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';
import { findingRow } from './finding-row.ts';
import { lookupRow, rulesRows } from './lookup-rows.ts';
import type { PolicyResult, PolicyRow } from './row.ts';

/** What policy says here, and what was asked about it. */
export type PolicyState = {
  /** What is being done, with so many steps of so many; undefined while nothing is. */
  working: (Work & { done?: number; planned?: number }) | undefined;
  /** Whether the policy was read at least once. */
  tried: boolean;
  /** Undefined until it has been read. */
  view: PolicyView | undefined;
  /** When it was read. */
  at: Date | undefined;
  /** The newest answer to each question, the newest one first. */
  results: readonly PolicyResult[];
};

export const policy = slice<PolicyState>('policy', {
  working: undefined,
  tried: false,
  view: undefined,
  at: undefined,
  results: [],
});

export const policySorting = sorting<PolicyRow>('policy', {
  STATE: ({ verdict }) => (verdict ? attentionFirst.indexOf(verdict) : attentionFirst.length),
  PART: ({ section }) => section,
  WHAT: ({ cells }) => cells[0] ?? '',
  IS: ({ cells }) => cells[1] ?? '',
  WHY: ({ cells }) => cells[2] ?? '',
});

const attentionFirst: readonly Verdict[] = ['error', 'fail', 'warn', 'manual', 'pass', 'skip'];

/**
 * The rows that pass the filter: what was asked last, newest first, then layers, what they require, what a session gets,
 * who gets what, rules, instructions.
 */
export const policyRows = perState((state): readonly PolicyRow[] => {
  const { view, results } = policy.of(state);
  const rows = [
    ...results.flatMap(({ id, rows }) =>
      rows.map((row) => ({ ...row, cells: row.cells.map(cleanLine), result: id })),
    ),
    ...(view ? allRows(view) : []),
  ];
  const found = rows.filter(({ section, cells, words }) =>
    matches(`${section} ${cells.join(' ')} ${words ?? ''}`, filterOf(state, 'policy')),
  );
  return policySorting.apply(state, found);
});

/** What identifies a row. */
export function policyRowId({ section, cells, result }: PolicyRow): string {
  return `${result ?? ''} ${section} ${cells.join(' ')}`;
}

/** The row under the cursor. */
export function selectedRow(state: State): PolicyRow | undefined {
  return policyRows(state)[cursorOf(state, 'policy')];
}

function allRows({ explanation, lookups, rules, chain }: PolicyView): readonly PolicyRow[] {
  return [
    ...rowsOf('layer', explanation, explanationRows),
    ...rowsOf('who', lookups, (all) => all.map(lookupRow)),
    ...rowsOf('rules', rules, rulesRows),
    ...rowsOf('chain', withInstructions(chain), (read) =>
      read.files.map(({ path, state, note }) => ({
        section: 'chain',
        verdict: state === 'loaded' ? 'pass' : state === 'shadowed' ? 'skip' : 'fail',
        cells: [path, state, note],
        detail: renderChain(read, plain),
        place: { file: path },
      })),
    ),
  ];
}

function withInstructions(chain: PolicyView['chain']): PolicyView['chain'] {
  if ('missing' in chain || chain.value.files.length > 0) return chain;
  return { missing: `there are no instructions for ${chain.value.folder}` };
}

/** The rows of a part; one row with the reason when it is missing. */
function rowsOf<T>(
  section: PolicyRow['section'],
  part: Part<T>,
  rows: (value: T) => readonly PolicyRow[],
): readonly PolicyRow[] {
  if ('value' in part) return rows(part.value).map((row) => ({ ...row, cells: row.cells.map(cleanLine) }));
  const reason = cleanLine(part.missing);
  return [{ section, verdict: 'skip', cells: [reason], detail: reason }];
}

/** Layers, errors in them, what they require together, and what a session gets. */
export function explanationRows(explanation: PolicyExplanation): readonly PolicyRow[] {
  const { layers, merged, settings, brokenRules, findings } = explanation;
  const detail = renderExplanation(explanation, plain);
  const told = (value: unknown, name = '') => JSON.stringify(redactValue(value, name)) ?? 'unset';
  return [
    ...layers.map(({ name, file, note }) => ({
      section: 'layer' as const,
      verdict: undefined,
      cells: [name, file ?? note ?? ''],
      detail,
      ...(file === undefined ? {} : { place: { file } }),
    })),
    ...findings.map((finding) => findingRow('layer', finding)),
    ...merged.fields.map(({ path, value, origins }) => ({
      section: 'required' as const,
      verdict: undefined,
      cells: [
        formatField(path),
        JSON.stringify(redactAt(path, value)) ?? 'unset',
        origins.map(({ layer }) => layer).join(' + '),
      ],
      detail,
      place: origins[0]?.place,
    })),
    ...brokenRules.map(({ file, reason }) => ({
      section: 'required' as const,
      verdict: 'fail' as const,
      cells: [file, 'broken: no command rule is in force', reason],
      detail,
      place: { file },
    })),
    ...settings.map(({ key, asked, gets, why, seen }) => ({
      section: 'session' as const,
      verdict: ({ same: 'pass', other: 'fail', 'not shown': 'skip' } as const)[seen.type],
      cells: [key, `${asked ? told(asked.value, key) : 'not asked'} gets ${told(gets, key)}`, why],
      detail,
    })),
  ];
}
