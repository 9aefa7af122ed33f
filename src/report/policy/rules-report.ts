import { cleanLine } from '../../domain/base/text/clean.ts';
import type { RulesReport, TriedCommand } from '../../domain/policy/rules/rules-report.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';

/** What the rules say of a command, in a word or two. */
export function decidedText(
  { broken }: Pick<RulesReport, 'broken'>,
  decided: TriedCommand['decided'],
): string {
  return decided ?? (broken.length > 0 ? 'not in force' : 'no decision');
}

/** What became of a decision table, for people: every failure with the rules that matched. */
export function renderRulesReport({ rules, broken, ignored, commands }: RulesReport, paint: Paint): string {
  const lines = [
    ...broken.map(
      ({ file, reason }) =>
        `${paintVerdict('fail', paint)}  ${cleanLine(file)} is broken, so no rule is in force: ${cleanLine(reason)}`,
    ),
    ...ignored.map(
      ({ file, reason }) =>
        `${paintVerdict('warn', paint)}  ${cleanLine(file)} is not in force: ${cleanLine(reason)}`,
    ),
    ...commands.flatMap(({ verdict, command, expect, decided, because, warning, declaredAt }) => [
      `${paintVerdict(verdict, paint, 7)}  ${cleanLine(command.join(' '))}: ${decidedText({ broken }, decided)}`,
      ...(verdict === 'pass'
        ? []
        : [
            `         expected ${expect} (${cleanLine(declaredAt)})`,
            ...because.map((one) => `         ${cleanLine(one)}`),
          ]),
      ...(warning === undefined ? [] : [`         ${paint('yellow', 'warn')}  ${warning}`]),
    ]),
  ];
  const passed = commands.filter(({ verdict }) => verdict === 'pass').length;
  const by =
    broken.length > 0
      ? 'no rule is in force'
      : `by ${rules.length} rules ${rules.length === 1 ? 'file' : 'files'}`;
  return `${lines.join('\n')}\n\n${passed} of ${commands.length} as expected, ${by}\n`;
}

/** The same for programs, `codex-cockpit/policy-rules` version 1 (docs/json.md). */
export function renderRulesReportJson({ rules, broken, ignored, commands }: RulesReport): string {
  return jsonDocument('policy-rules', {
    rules,
    broken,
    ignored,
    commands: commands.map(({ command, expect, decided, verdict, because, warning, why, declaredAt }) => ({
      command,
      expect,
      decided: decided ?? null,
      verdict,
      because,
      warning: warning ?? null,
      why: why ?? null,
      declared_at: declaredAt,
    })),
  });
}
