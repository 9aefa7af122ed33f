import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { fitLine } from '../../domain/base/text/fit.ts';
import { causeTitles } from '../../domain/runs/incident/judge-incident.ts';
import {
  COMPARED_GROUPS,
  type ComparedRow,
  type RunComparison,
} from '../../domain/runs/provenance/compare.ts';
import type { Provenance } from '../../domain/runs/provenance/record.ts';
import type { CheckedLine, VerifiedProvenance } from '../../domain/runs/provenance/verify.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

/** Widest value that is shown; a record may hold a text of any length. */
const widest = 100;

const shown = (value: unknown) =>
  value === null || value === undefined ? 'unknown' : fitLine(cleanLine(String(value)), widest);

const digits = (sha256: string | null | undefined) =>
  sha256 === null || sha256 === undefined ? 'unknown' : sha256.slice(0, 16);

/** The provenance of a run for people. Digests are shortened: `--json` has them whole. */
export function renderProvenanceText(record: Provenance, paint: Paint): string {
  const { tool, run, inputs, policy, outputs, outcome, usage } = record;
  const sections: [string, [string, string][]][] = [
    [
      'Tool',
      [
        ['version', `${shown(tool.cli_version)} (pin ${shown(tool.pinned_cli_version)})`],
        ['program', digits(tool.cli_sha256)],
        ['model', `${shown(tool.model)}, effort ${shown(tool.effort)}`],
        ['profile', tool.profile === null ? 'none' : shown(tool.profile)],
        ['arguments', shown(tool.arguments?.join(' '))],
      ],
    ],
    [
      'Run',
      [
        ['started', shown(run.timestamp_utc)],
        ['runner', shown(run.runner)],
        ['workflow', `${shown(run.workflow)}, job ${shown(run.job_id)}`],
        ['actor', shown(run.actor)],
        ['repository', `${shown(run.repo)} ${shown(run.git.branch ?? '')}`.trim()],
        ['commits', `${digits(run.git.base_sha)} to ${digits(run.git.head_sha)}`],
      ],
    ],
    [
      'Inputs',
      [
        ['prompt', digits(inputs.prompt_sha256)],
        ...listed('instructions', inputs.instructions),
        ...listed('rules', inputs.rules),
        ...listed('config', inputs.config),
        [
          'output schema',
          inputs.output_schema_file === null
            ? 'none'
            : `${digits(inputs.output_schema_sha256)}  ${shown(inputs.output_schema_file)}`,
        ],
      ],
    ],
    [
      'Policy',
      [
        ['sandbox', shown(policy.sandbox)],
        ['approval', shown(policy.approval_policy)],
        ['network', policy.network_access === null ? 'unknown' : policy.network_access ? 'on' : 'off'],
      ],
    ],
    [
      'Outputs',
      [
        ...Object.entries(outputs.artifacts_sha256).map(([name, sha256]): [string, string] => [
          shown(name),
          digits(sha256),
        ]),
        ['files changed', shown(outputs.files_changed_total ?? outputs.files_changed.length)],
        ...changedRows(outputs),
      ],
    ],
    [
      'Outcome',
      [
        [
          'result',
          outcome?.reason ? `${shown(outcome.result)}: ${shown(outcome.reason)}` : shown(outcome?.result),
        ],
        ['tokens', `${shown(usage?.input_tokens)} in, ${shown(usage?.output_tokens)} out`],
      ],
    ],
  ];
  const width = 16;
  return sections
    .flatMap(([title, rows]) => [
      paint('bold', title),
      ...rows.map(([name, value]) => `  ${fitLine(name, 40).padEnd(width)} ${value}`),
      '',
    ])
    .join('\n');
}

/** Most files that a text names one by one. */
const mostFiles = 20;

function listed(name: string, files: Provenance['inputs']['instructions']): [string, string][] {
  if (files === undefined || files.length === 0) return [[name, 'none']];
  return files.map(({ path, sha256 }, index) => [
    index === 0 ? name : '',
    `${digits(sha256)}  ${shown(path)}`,
  ]);
}

function changedRows({ changes = [] }: Provenance['outputs']): [string, string][] {
  const rows = changes
    .slice(0, mostFiles)
    .map(({ path, kind, sha256 }): [string, string] => [
      '',
      `${kind.padEnd(6)} ${(sha256 ?? '').slice(0, 16).padEnd(16)}  ${shown(path)}`,
    ]);
  const left = changes.length - rows.length;
  return left > 0 ? [...rows, ['', `${left} more`]] : rows;
}

const resultLooks = {
  same: { glyph: '✔', colour: 'green' },
  different: { glyph: '✘', colour: 'red' },
  unreachable: { glyph: '○', colour: 'gray' },
} as const;

const verdictSentences: Record<VerifiedProvenance['verdict'], string> = {
  same: 'Everything is as it was recorded.',
  different: 'NOT as it was recorded.',
  incomplete: 'Everything that could be reached is as it was recorded; the rest could not be compared.',
};

/** What a verification found, a line for each thing that was compared. */
export function renderVerification(
  { run, verdict, checked }: Pick<VerifiedProvenance, 'run' | 'verdict' | 'checked'>,
  paint: Paint,
): string {
  const order: readonly CheckedLine['result'][] = ['different', 'unreachable', 'same'];
  const sorted = checked.toSorted((one, other) => order.indexOf(one.result) - order.indexOf(other.result));
  const rows = sorted.map(({ what, result, detail }) => {
    const { glyph, colour } = resultLooks[result];
    return [
      paint(colour, `${glyph} ${result.padEnd(11)}`),
      fitLine(cleanLine(what), 60),
      fitLine(cleanLine(detail), 160),
    ];
  });
  return [
    `Run ${cleanLine(run)}`,
    ...alignColumns(rows),
    '',
    paint(verdict === 'different' ? 'red' : 'bold', verdictSentences[verdict]),
    '',
  ].join('\n');
}

const causeSentences: Record<RunComparison['cause'], string> = {
  prompt: 'What the run was told differs, and what it ran on does not.',
  tool: 'What the run ran on differs, and what it was told does not.',
  both: 'Both what the run was told and what it ran on differ. Try one change at a time.',
  neither: 'The runs were told the same and ran on the same. The model does not answer the same twice.',
  unknown: 'Too little is known of one of the runs.',
};

/** What differs between two runs, and what explains it. */
export function renderComparison(
  { good, bad, comparison }: { good: string; bad: string; comparison: RunComparison },
  paint: Paint,
): string {
  const { cause, rows } = comparison;
  const lines = COMPARED_GROUPS.flatMap((group) => {
    const own = rows.filter((row) => row.group === group);
    const told = own.filter(({ differs, ...row }) => differs || isOpen(row));
    const rest = own.length - told.length;
    const cells = told.map((row) => [
      `  ${row.differs ? '≠' : '?'} ${fitLine(cleanLine(row.field), 40)}`,
      short(row.good),
      short(row.bad),
    ]);
    return [
      paint('bold', group),
      ...alignColumns(cells),
      ...(rest > 0 ? [`  = ${rest} the same`] : own.length === 0 ? ['  = nothing to compare'] : []),
    ];
  });
  return [
    `Good  ${cleanLine(good)}`,
    `Bad   ${cleanLine(bad)}`,
    '',
    ...lines,
    '',
    paint('bold', `Cause: ${causeTitles[cause]}`),
    causeSentences[cause],
    '',
  ].join('\n');
}

const isOpen = ({ good, bad }: Pick<ComparedRow, 'good' | 'bad'>) => good === 'unknown' || bad === 'unknown';

function short(value: string): string {
  return /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 16) : fitLine(cleanLine(clean(value)), 60);
}
