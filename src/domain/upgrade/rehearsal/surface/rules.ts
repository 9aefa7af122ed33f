import { quoteForShell } from '../../../base/shell/quote-for-shell.ts';
import type { Fact } from '../observation.ts';

/** A command that a rule of the team's is about. */
export type RuleCommand = {
  command: readonly string[];
  /** The pattern of the rule as subjects name it: `git status|diff`. */
  pattern: string;
  /** `rules/default.rules:3` */
  place: string;
};

/** What was decided of a command, and by which rules or why nothing was. */
type Decided = { decided: string | undefined; because: readonly string[] };

/** A pattern with many alternatives is tried with the first ones. */
const mostCommands = 16;

/** The commands that a pattern matches: one for each alternative. */
export function commandsOf(pattern: string): readonly (readonly string[])[] {
  const words = pattern.split(' ').map((word) => word.split('|'));
  return words
    .reduce<readonly (readonly string[])[]>(
      (commands, choices) =>
        commands.flatMap((command) => choices.map((word) => [...command, word])).slice(0, mostCommands),
      [[]],
    )
    .filter((command) => command.some((word) => word !== ''));
}

/** Facts of rules: whether each file can be read, and what is decided of each command by all that can. */
export function ruleFacts(
  files: readonly { shown: string; text: string; broken: string | undefined }[],
  commands: readonly { asked: RuleCommand; tried: Decided }[],
): readonly Fact[] {
  const good = files.filter(({ broken }) => broken === undefined);
  const together = good.map(({ text }) => text).join('\n');
  return [
    ...files.map(
      ({ shown, text, broken }): Fact => ({
        key: shown,
        value: broken === undefined ? 'read' : `refused: ${broken}`,
        ofTeam: true,
        ...(broken === undefined
          ? {
              witness: {
                files: { '$WORK/team.rules': text },
                lines: ['"$CODEX" execpolicy check --rules team.rules -- true'],
              },
            }
          : {}),
      }),
    ),
    ...commands.map(({ asked: { command, pattern, place }, tried }): Fact => {
      const { decided } = tried;
      const check = `"$CODEX" execpolicy check --resolve-host-executables --rules team.rules -- ${command.map(quoteForShell).join(' ')}`;
      return {
        key: command.join(' '),
        value: decided ?? `no decision: ${tried.because.join('; ')}`,
        ofTeam: true,
        subjects: [{ kind: 'rule', name: pattern }],
        ...(decided === undefined || decided === 'none'
          ? {}
          : {
              witness: {
                files: { '$WORK/team.rules': together },
                lines: [`${check} | grep -F '"decision":"${decided}"'`],
              },
            }),
        raw: [place, ...tried.because].join('\n'),
      };
    }),
  ];
}
