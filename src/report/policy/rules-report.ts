import { cleanLine } from '../../domain/base/text/clean.ts';
import type { RulesReport } from '../../domain/policy/rules/rules-report.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';

/** What became of a decision table, for people: every failure with the rules that matched. */
export function renderRulesReport({ rules, broken, commands }: RulesReport, paint: Paint): string {
  const lines = [
    ...broken.map(
      ({ file, reason }) =>
        `${paintVerdict('fail', paint)}  ${cleanLine(file)} is broken, and the CLI drops it in silence: ${cleanLine(reason)}`,
    ),
    ...commands.flatMap(({ verdict, command, expect, decided, because, warning, declaredAt }) => [
      `${paintVerdict(verdict, paint, 7)}  ${cleanLine(command.join(' '))}: ${decided ?? 'no decision'}`,
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
  return `${lines.join('\n')}\n\n${passed} of ${commands.length} as expected, by ${rules.length} rules files\n`;
}

/** The same for programs, `codex-cockpit/policy-rules` version 1 (docs/json.md). */
export function renderRulesReportJson({ rules, broken, commands }: RulesReport): string {
  return jsonDocument('policy-rules', {
    rules,
    broken,
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
