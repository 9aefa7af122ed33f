import type { KnownRun } from '../../../app/runs/read-runs.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { formatSize } from '../../../domain/base/text/size.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { verdictLooks } from '../../../report/base/looks.ts';
import { factLines } from '../../components/text.ts';
import type { WantedDocument } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { outcomeLook, promptOf, versionOf } from './rows.ts';

/** The detail that shows the newest review pack of a run. */
export const PACK = 'review pack';

const sign = {
  verdict: (verdict: keyof typeof verdictLooks) => ({
    text: `${verdictLooks[verdict].glyph} ${verdict}`,
    colour: {},
  }),
};

const signs = { pass: verdictLooks.pass.glyph, fail: verdictLooks.fail.glyph, none: verdictLooks.skip.glyph };

/** Everything that is known of a captured run. `folder` is where its evidence is, and whether it is there. */
export function runDetail(run: KnownRun, { documents }: Pick<State, 'documents'>): string {
  const { body } = run;
  return [
    promptOf(run),
    '',
    ...runPreview(run).split('\n'),
    '',
    'Where',
    ...indented(
      factLines([
        ['run', body.run],
        ['thread', body.thread ?? undefined],
        ['recorded', `entry ${run.seq}, ${timeOf(run.at)}, by ${run.actor}`],
        ['origin', `${body.origin}, ${body.mode}`],
        ['git', gitOf(run)],
        ['ci', ciOf(run)],
        ['folder', documents[folderName(run)] ?? 'reading…'],
      ]),
    ),
    ...section('Inputs', inputLines(run)),
    ...section(
      'Files of the evidence folder (stored, redacted)',
      body.files.map(
        ({ name, stored, raw }) =>
          `${cleanLine(name)}  ${formatSize(stored.bytes)}  sha256 ${stored.sha256.slice(0, 12)}${raw.sha256 === stored.sha256 ? '' : `, redacted from ${formatSize(raw.bytes)}`}`,
      ),
    ),
    ...provenanceLines(run),
  ].join('\n');
}

/** What matters most of a captured run. */
export function runPreview(run: KnownRun): string {
  const { body } = run;
  const { tool, policy } = body;
  return [
    ...factLines([
      ['outcome', `${outcomeLook(body.outcome, sign).text}${endOf(run)}`],
      ['said', body.message],
      ['verified', verifiedOf(run)],
      ['pack', packOf(run)],
      ['began', `${body.started_at === null ? 'unknown' : timeOf(body.started_at)}${took(run)}`],
      ['cli', `${versionOf(run)}${tool.pin !== null && tool.pin === tool.version ? ', the pin' : ''}`],
      ['model', modelOf(run)],
      [
        'policy',
        `sandbox ${policy.sandbox ?? 'unknown'}, approval ${policy.approval ?? 'unknown'}, ${network(policy.network)} (from ${policy.from === 'unknown' ? 'nowhere' : `the ${policy.from}`})`,
      ],
      ['usage', usageOf(run)],
    ]),
    ...section(`Changed files (${body.changes.total})`, changeLines(run)),
    ...section(`Commands (${body.commands_total})`, commandLines(run)),
    ...section('Faults of the stream', body.faults.map(cleanLine)),
    ...section(`Items, in ${countOf(body.turns, 'turn')}`, itemLines(run)),
  ].join('\n');
}

const timeOf = (at: string) => at.slice(0, 19).replace('T', ' ');

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...indented(lines)];
}

function endOf({ body: { end, reason } }: KnownRun): string {
  const how = end?.signal ? `, ended by ${end.signal}` : end?.code == null ? '' : `, exit ${end.code}`;
  return `${cleanLine(how)}${reason === null ? '' : `, ${reason.replaceAll('_', ' ')}`}`;
}

const took = ({ body }: KnownRun) =>
  body.duration_ms === null ? '' : `, took ${formatDuration(body.duration_ms)}`;

function modelOf({ body: { tool } }: KnownRun): string {
  const parts = [
    tool.model ?? 'unknown',
    ...(tool.effort === null ? [] : [`effort ${tool.effort}`]),
    ...(tool.profile === null ? [] : [`profile ${tool.profile}`]),
  ];
  return parts.join(', ');
}

function network(allowed: boolean | null): string {
  if (allowed === null) return 'network unknown';
  return allowed ? 'network allowed' : 'no network';
}

/** Tokens, each as far as the stream stated it. */
function usageOf({ body: { usage } }: KnownRun): string {
  const { input, cached, cache_write, output, reasoning } = usage;
  const stated = (count: number | null, word: string) => (count === null ? [] : [`${count} ${word}`]);
  const of = (parts: readonly string[]) => (parts.length === 0 ? '' : ` (${parts.join(', ')})`);
  if (input === null && output === null) return 'the stream stated no tokens';
  return `${input ?? '?'} tokens in${of([...stated(cached, 'cached'), ...stated(cache_write, 'written to the cache')])}, ${output ?? '?'} out${of(stated(reasoning, 'reasoning'))}`;
}

const verdictSigns = { same: signs.pass, different: signs.fail, incomplete: verdictLooks.warn.glyph };

function verifiedOf({ verified }: KnownRun): string {
  if (!verified) return `${signs.none} not yet`;
  const { verdict } = verified.body;
  return `${verdictSigns[verdict]} ${verdict}, ${timeOf(verified.at)} (entry ${verified.seq})`;
}

/** The newest pack, and what came of its verification. */
function packOf({ packs: [newest] }: KnownRun): string {
  if (!newest) return `${signs.none} none yet`;
  const { risk, verification } = newest.body;
  const results = verification.map(({ verdict, command }) => `${verdictLooks[verdict].glyph} ${command}`);
  return `entry ${newest.seq}, risk ${risk}, ${results.length === 0 ? 'without a verification' : results.join('; ')}`;
}

const kinds = { add: '+', update: '~', delete: '-' } as const;

function changeLines({ body: { changes } }: KnownRun): readonly string[] {
  const left = changes.total - changes.files.length;
  return [
    ...changes.files.map(
      ({ path, kind, seen }) =>
        `${kinds[kind]} ${cleanLine(path)}${seen === 'both' ? '' : `  (only the ${seen} says so)`}`,
    ),
    ...(left > 0 ? [`and ${countOf(left, 'further file')}`] : []),
  ];
}

function commandLines({ body: { commands, commands_total } }: KnownRun): readonly string[] {
  const left = commands_total - commands.length;
  return [
    ...commands.map(({ command, exit, status }) => {
      const mark = exit === 0 ? signs.pass : exit === null ? signs.none : signs.fail;
      return `${mark} ${cleanLine(command)}  (${cleanLine(status)}${exit === null ? '' : `, exit ${exit}`})`;
    }),
    ...(left > 0 ? [`and ${countOf(left, 'further command')}`] : []),
  ];
}

function itemLines({ body: { items } }: KnownRun): readonly string[] {
  return Object.entries(items).map(([type, counts]) => {
    const states = Object.entries(counts).map(([status, count]) => `${count} ${cleanLine(status)}`);
    return `${cleanLine(type)}: ${states.join(', ')}`;
  });
}

function gitOf({ body: { git } }: KnownRun): string | undefined {
  if (!git) return undefined;
  const commit = (sha: string | null) => sha?.slice(0, 12) ?? 'no commit';
  const parts = [
    git.repository,
    ...(git.branch === null ? [] : [`branch ${git.branch}`]),
    git.base === git.head ? commit(git.base) : `${commit(git.base)} to ${commit(git.head)}`,
    ...(git.dirty ? ['with changes in no commit before'] : []),
  ];
  return parts.join(', ');
}

function ciOf({ body: { ci } }: KnownRun): string | undefined {
  if (!ci) return undefined;
  const named = (word: string, value: string | null) => (value === null ? [] : [`${word} ${value}`]);
  return [
    ci.provider,
    ...named('workflow', ci.workflow),
    ...named('job', ci.job),
    ...named('run', ci.run),
    ...named('started by', ci.actor),
  ].join(', ');
}

function inputLines({ body: { inputs, arguments: args } }: KnownRun): readonly string[] {
  const { prompt, instructions, rules, config, output_schema: schema } = inputs;
  const files = (word: string, all: readonly { path: string; sha256: string }[]) =>
    all.map(({ path, sha256 }) => `${word.padEnd(12)} ${cleanLine(path)}  sha256 ${sha256.slice(0, 12)}`);
  return [
    `${'command'.padEnd(12)} codex ${cleanLine(args.join(' '))}`,
    ...(prompt
      ? [
          `${'prompt'.padEnd(12)} from ${prompt.from}, ${formatSize(prompt.bytes)}  sha256 ${prompt.sha256.slice(0, 12)}`,
        ]
      : []),
    ...files('instructions', instructions),
    ...files('rules', rules),
    ...files('config', config),
    ...files('schema', schema ? [schema] : []),
  ];
}

function provenanceLines({ verified }: KnownRun): readonly string[] {
  if (!verified) return section('Provenance', ['not verified yet: v verifies it']);
  const results = { same: signs.pass, different: signs.fail, unreachable: signs.none };
  return section(`Provenance, verified ${timeOf(verified.at)} by ${cleanLine(verified.actor)}`, [
    ...verified.body.checked.map(
      ({ what, result, detail }) =>
        `${results[result]} ${result}: ${cleanLine(what)}${detail === '' ? '' : `: ${cleanLine(detail)}`}`,
    ),
  ]);
}

const folderName = ({ body }: KnownRun) => `runs folder ${body.run}`;

const packName = (sha256: string) => `pack ${sha256}`;

/** What the open detail of a run needs: where its evidence folder is, or the text of its newest pack. */
export function documentsOf(run: KnownRun | undefined, open: string | undefined): readonly WantedDocument[] {
  if (!run || (open !== PACK && open !== 'row')) return [];
  const [newest] = run.packs;
  if (open === PACK)
    return newest
      ? [
          {
            name: packName(newest.body.text.sha256),
            read: async (store) =>
              (await store?.blob(newest.body.text.sha256))?.text ?? '(not in the database)',
          },
        ]
      : [];
  return [
    {
      name: folderName(run),
      read: async (_, world) => {
        const { findEvidence } = await import('../../../app/runs/evidence-folder.ts');
        const { folder, isThere } = await findEvidence(world, run.body.run);
        return isThere ? folder : `${folder} (not on this machine)`;
      },
    },
  ];
}

/** The newest review pack of a run. */
export function packText(run: KnownRun, { documents }: Pick<State, 'documents'>): string {
  const [newest] = run.packs;
  if (!newest) return 'no pack was made of this run yet';
  return documents[packName(newest.body.text.sha256)] ?? 'reading…';
}
