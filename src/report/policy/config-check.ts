import { cleanLine } from '../../domain/base/text/clean.ts';
import type { ConfigCheck } from '../../domain/policy/config/config-check.ts';
import type { SessionFact } from '../../domain/policy/config/session-facts.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { policyReportFields, renderPolicyReport } from './policy-report.ts';

/** The layers, every setting with the layer it comes from, and a strict verdict for each file. */
export function renderConfigCheck(check: ConfigCheck, paint: Paint): string {
  const { folder, version, layers, settings, session, exec, rules, warnings, refused, files } = check;
  const rows = settings.map(({ field, value, layer, overridden }) => [
    cleanLine(field),
    cleanLine(JSON.stringify(value)).slice(0, 60),
    `${layer}${overridden.length === 0 ? '' : `, over ${overridden.map((one) => one.layer).join(', ')}`}`,
  ]);
  const lines = [
    `the configuration of codex-cli ${version} in ${cleanLine(folder)}`,
    ...(refused === undefined
      ? []
      : ['', `${paintVerdict('fail', paint)}  the CLI does not read it: ${cleanLine(refused)}`]),
    ...(layers.length === 0 ? [] : ['', 'layers, highest first']),
    ...alignColumns(
      layers.map(({ type, file, settings: count, ignored }) => [
        `  ${type}`,
        ignored === undefined ? `${count} set` : `${count} ignored`,
        cleanLine(file),
      ]),
    ),
    ...layers.flatMap(({ file, ignored }) =>
      ignored === undefined
        ? []
        : ['', `${paintVerdict('warn', paint)}  ${cleanLine(file)} is ignored: ${cleanLine(ignored)}`],
    ),
    ...(rows.length === 0 ? [] : ['', ...alignColumns(rows)]),
    ...sessionLines(session, paint),
    ...execLines(exec, paint),
    ...rulesLines(rules, paint),
    ...(warnings.length === 0 ? [] : ['']),
    ...warnings.map((line) => `${paintVerdict('warn', paint)}  ${cleanLine(line)}`),
    ...files.flatMap((report) => ['', renderPolicyReport(report, paint).trimEnd()]),
  ];
  return `${lines.join('\n')}\n`;
}

function sessionLines(session: ConfigCheck['session'], paint: Paint): readonly string[] {
  if (session.type === 'not started')
    return ['', `no session was started here: ${cleanLine(session.reason)}`];
  return [
    '',
    'what an app-server session started here gets, by its own word',
    ...factLines(session.facts, paint),
    ...(session.trusts === undefined
      ? []
      : [
          '',
          `${paintVerdict('warn', paint)}  the session began to trust ${cleanLine(session.trusts)} by itself, as an app-server does whose sandbox may write: the configuration of the project counts from then on`,
        ]),
  ];
}

function factLines(facts: readonly SessionFact[], paint: Paint): readonly string[] {
  return alignColumns(
    facts.map(({ key, value, asked }) => [
      `  ${key}`,
      cleanLine(JSON.stringify(value)).slice(0, 120),
      asked === undefined
        ? ''
        : paint('yellow', `the configuration says ${cleanLine(JSON.stringify(asked))}`),
    ]),
  );
}

function execLines({ profile, session }: ConfigCheck['exec'], paint: Paint): readonly string[] {
  const what = `codex exec${profile === undefined ? '' : ` --profile ${cleanLine(profile)}`}`;
  if (session.type === 'not started')
    return ['', `${paintVerdict('warn', paint)}  ${what} does not start here: ${cleanLine(session.reason)}`];
  return ['', `what ${what} gets here, by the file of its session`, ...factLines(session.facts, paint)];
}

function rulesLines({ inForce, broken, ignored }: ConfigCheck['rules'], paint: Paint): readonly string[] {
  const shown = inForce.filter((file) => broken.every((one) => one.file !== file));
  if (inForce.length + ignored.length === 0) return [];
  return [
    '',
    broken.length === 0 ? 'rules files in force' : 'rules files, none in force: one is broken',
    ...shown.map((file) => `  ${cleanLine(file)}`),
    ...broken.map(
      ({ file, reason }) => `  ${paintVerdict('fail', paint)}  ${cleanLine(file)}: ${cleanLine(reason)}`,
    ),
    ...ignored.map(
      ({ file, reason }) =>
        `  ${paintVerdict('warn', paint)}  ${cleanLine(file)} is not in force: ${cleanLine(reason)}`,
    ),
  ];
}

/** The same for programs, `codex-cockpit/config-check` version 1 (docs/json.md). */
export function renderConfigCheckJson(check: ConfigCheck): string {
  const { folder, version, layers, settings, session, exec, rules, warnings, refused, files } = check;
  return jsonDocument('config-check', {
    folder,
    cli_version: version,
    layers: layers.map(({ ignored, ...layer }) => ({ ...layer, ignored: ignored ?? null })),
    settings,
    session: session.type === 'started' ? { ...session, trusts: session.trusts ?? null } : session,
    exec: { profile: exec.profile ?? null, ...exec.session },
    rules: {
      in_force: rules.broken.length === 0 ? rules.inForce : [],
      broken: rules.broken,
      ignored: rules.ignored,
    },
    warnings,
    refused: refused ?? null,
    files: files.map(policyReportFields),
  });
}
