import { typedPath } from '../../../app/files/write-new-file.ts';
import { checkConfig } from '../../../app/policy/check-config.ts';
import { explainPolicy } from '../../../app/policy/explain-policy.ts';
import { lintPolicyFile } from '../../../app/policy/lint-policy.ts';
import { whoGetsPolicy } from '../../../app/policy/look-up-policy.ts';
import { lintChain } from '../../../app/policy/read-chain.ts';
import { reviewModelPolicy } from '../../../app/policy/review-models.ts';
import { testRules } from '../../../app/policy/test-rules.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import type { Verdict } from '../../../domain/checks/verdict.ts';
import { type ConfigCheck, isSound } from '../../../domain/policy/config/config-check.ts';
import { keyChanges } from '../../../domain/policy/key-changes.ts';
import { isConfirmed } from '../../../domain/policy/policy-explanation.ts';
import type { Whom } from '../../../domain/policy/policy-map.ts';
import { isAccepted, type PolicyReport } from '../../../domain/policy/policy-report.ts';
import { type RulesReport, rulesExitCode } from '../../../domain/policy/rules/rules-report.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderChainLint } from '../../../report/policy/agents.ts';
import { renderConfigCheck } from '../../../report/policy/config-check.ts';
import { renderExplanation } from '../../../report/policy/policy-explanation.ts';
import { renderPolicyReport } from '../../../report/policy/policy-report.ts';
import { renderRulesReport } from '../../../report/policy/rules-report.ts';
import type { Doing } from '../../shell/state.ts';
import { findingRow } from './finding-row.ts';
import { keyRows, lookupRows, modelRows, rulesRows } from './lookup-rows.ts';
import type { PolicyRequest, PolicyRow } from './row.ts';
import { explanationRows } from './rows.ts';

/** The same question has the same id: that of the same file by another kind, or in another place, is another one. */
export function idOf(request: PolicyRequest): string {
  return JSON.stringify(request);
}

const nameOf = (whom: Whom) => (whom.type === 'user' ? whom.email : `group ${whom.group}`);

/** What is done to answer a question, for a person. */
export function whatIsAsked(request: PolicyRequest): string {
  switch (request.type) {
    case 'config':
      return `checking the configuration of ${request.folder}`;
    case 'lint':
      return `checking ${request.file}`;
    case 'explain':
      return `explaining the policy${request.set.length === 0 ? '' : ` with ${request.set.join(' ')}`}`;
    case 'agents':
      return `checking the instructions of ${request.folder}`;
    case 'rules':
      return `trying the commands of ${request.table}`;
    case 'who':
      return `looking up ${nameOf(request.whom)}`;
    case 'models':
      return 'asking the CLI for its models';
    case 'keys':
      return `comparing the keys of ${request.from} and ${request.to}`;
  }
}

/**
 * Asks the question.
 *
 * @throws CockpitError when a file cannot be read, or there is no CLI
 */
export async function answer(
  doing: Doing,
  request: PolicyRequest,
  onProgress: OnProgress,
): Promise<readonly PolicyRow[]> {
  const { codex, signal } = doing;
  const world = doing.world();
  const path = (typed: string) => typedPath(world, typed);
  switch (request.type) {
    case 'config': {
      const { profile, ...asked } = request;
      const named = { folder: path(asked.folder), profile: profile && path(profile) };
      return configRows(await checkConfig(world, { ...named, codex, signal, onProgress }));
    }
    case 'lint': {
      const { file, kind } = request;
      return lintRows(await lintPolicyFile(world, { file: path(file), kind, codex, signal }));
    }
    case 'explain': {
      const files = Object.fromEntries(Object.entries(request.files).map(([of, file]) => [of, path(file)]));
      const asked = { ...files, set: request.set, codex, signal, onProgress };
      return explainRows(request, await explainPolicy(world, asked));
    }
    case 'agents':
      return agentsRows(await lintChain(world, { folder: path(request.folder), codex, signal }));
    case 'rules': {
      const { table, rules, requirements } = request;
      const files = {
        table: path(table),
        rules: rules.map(path),
        requirements: requirements && path(requirements),
      };
      return rulesAnswer(request, await testRules(world, { ...files, codex, signal }));
    }
    case 'who':
      return lookupRows(await whoGetsPolicy(world, { whom: request.whom, map: path(request.map) }));
    case 'models': {
      const asked = { policy: path(request.policy), candidate: request.candidate, codex, signal };
      return modelRows(await doing.reading((store) => reviewModelPolicy(world, store, asked)));
    }
    case 'keys':
      return keyRows(request, keyChanges(request));
  }
}

const passed = (isFine: boolean): Verdict => (isFine ? 'pass' : 'fail');

/** A row with the whole text, which the others of its result follow. */
function withHeading(
  heading: Omit<PolicyRow, 'cells'> & { title: string; why?: string },
  rows: readonly PolicyRow[],
): readonly PolicyRow[] {
  const { title, why = '', ...row } = heading;
  const found = rows.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').length;
  return [{ ...row, cells: [title, countOf(found, 'finding'), why], words: row.detail }, ...rows];
}

/** What a config check found. */
export function configRows(check: ConfigCheck): readonly PolicyRow[] {
  const { folder, version, refused, exec, session, rules, warnings, files, layers } = check;
  const detail = renderConfigCheck(check, plain);
  const row = (verdict: Verdict, cells: readonly string[], place?: PolicyRow['place']): PolicyRow => ({
    section: 'config',
    verdict,
    cells,
    detail,
    place,
  });
  const facts = (of: string, started: ConfigCheck['session'] | ConfigCheck['exec']['session']) =>
    started.type === 'not started'
      ? refused === undefined
        ? [row('warn', [of, 'does not start here', started.reason])]
        : []
      : started.facts
          .filter(({ asked }) => asked !== undefined)
          .map(({ key, value, asked }) =>
            row('warn', [
              `${of}: ${key}`,
              `gets ${JSON.stringify(value)}`,
              `the configuration says ${JSON.stringify(asked)}`,
            ]),
          );
  const what = exec.profile === undefined ? 'codex exec' : `codex exec --profile ${exec.profile}`;
  return withHeading(
    {
      section: 'config',
      verdict: passed(isSound(check)),
      title: `configuration of ${folder}`,
      why: `on codex-cli ${version}`,
      detail,
    },
    [
      ...(refused === undefined ? [] : [row('fail', ['the CLI does not read it', 'refused', refused])]),
      ...files.flatMap(reportRows('config')),
      ...rules.broken.map(({ file, reason }) =>
        row('fail', [file, 'broken: no rule is in force', reason], { file }),
      ),
      ...rules.ignored.map(({ file, reason }) => row('warn', [file, 'not in force', reason], { file })),
      ...layers.flatMap(({ file, ignored }) =>
        ignored === undefined ? [] : [row('warn', [file, 'ignored', ignored], { file })],
      ),
      ...warnings.map((text) => row('warn', ['the CLI warns', '', text])),
      ...facts('app-server', session),
      ...facts(what, exec.session),
    ],
  );
}

/** What a lint of one policy file found. */
export function lintRows(report: PolicyReport): readonly PolicyRow[] {
  const { file, kind, version } = report;
  return withHeading(
    {
      section: 'lint',
      verdict: passed(isAccepted(report)),
      title: `${file} as ${kind}`,
      why: `on codex-cli ${version}`,
      detail: renderPolicyReport(report, plain),
      place: { file },
    },
    reportRows('lint')(report),
  );
}

const reportRows =
  (section: PolicyRow['section']) =>
  (report: PolicyReport): readonly PolicyRow[] => {
    const { file, findings, cli } = report;
    const detail = renderPolicyReport(report, plain);
    const refusal: PolicyRow[] =
      cli.type === 'refused'
        ? [
            {
              ...{ section, verdict: 'fail', detail, place: cli.place ?? { file } },
              cells: [file, 'the CLI refuses it', cli.message],
            },
          ]
        : [];
    const warned = cli.type === 'accepted' ? cli.warnings : [];
    return [
      ...refusal,
      ...findings.map((finding) => findingRow(section, finding)),
      ...warned.map(
        (text): PolicyRow => ({
          ...{ section, verdict: 'warn', detail, place: { file } },
          cells: [file, 'the CLI warns', text],
        }),
      ),
    ];
  };

function explainRows(
  { set }: Extract<PolicyRequest, { type: 'explain' }>,
  explanation: Awaited<ReturnType<typeof explainPolicy>>,
): readonly PolicyRow[] {
  const { session, version } = explanation;
  const detail = renderExplanation(explanation, plain);
  const refusal: PolicyRow[] =
    session.type === 'refused'
      ? [
          {
            section: 'explain',
            verdict: 'fail',
            detail,
            cells: ['the CLI', 'does not start', session.message],
          },
        ]
      : [];
  return withHeading(
    {
      section: 'explain',
      verdict: passed(isConfirmed(explanation)),
      title: set.length === 0 ? 'what a user gets' : `what a user gets with ${set.join(' ')}`,
      why: `on codex-cli ${version}`,
      detail,
    },
    [...refusal, ...explanationRows(explanation).map((row) => ({ ...row, section: 'explain' as const }))],
  );
}

/** What rules decide for a decision table. */
export function rulesAnswer({ table }: { table: string }, report: RulesReport): readonly PolicyRow[] {
  const heading = {
    section: 'rules' as const,
    verdict: passed(rulesExitCode(report) === 0),
    title: `commands of ${table}`,
    detail: renderRulesReport(report, plain),
    place: { file: table },
  };
  return withHeading(heading, rulesRows(report));
}

/** What a lint of instructions found. */
export function agentsRows(linted: Awaited<ReturnType<typeof lintChain>>): readonly PolicyRow[] {
  const { chain, findings } = linted;
  const detail = renderChainLint(linted, plain);
  // What concerns no single file is written into the last one that counts.
  const last = chain.files.findLast(({ state }) => state === 'loaded' || state === 'cut')?.path;
  return withHeading(
    {
      section: 'agents',
      verdict: passed(findings.every(({ severity }) => severity !== 'fail')),
      title: `instructions of ${chain.folder}`,
      detail,
      ...(last === undefined ? {} : { place: { file: last } }),
    },
    findings.map(({ severity, text }) => ({
      ...{ section: 'agents' as const, verdict: severity, detail },
      cells: [text, severity === 'fail' ? 'missing' : 'could be better', ''],
      ...(last === undefined ? {} : { place: { file: last } }),
    })),
  );
}
