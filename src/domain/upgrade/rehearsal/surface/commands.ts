import { errorText, exited, type Outcome } from '../../../base/outcome.ts';
import { quoteForShell } from '../../../base/shell/quote-for-shell.ts';
import type { FullHelpPage } from '../../baseline/help-page.ts';
import type { Fact } from '../observation.ts';

/** The help pages of a CLI by the words of the command: `exec resume`, `''` for the CLI itself. */
export type Pages = ReadonlyMap<string, FullHelpPage>;

/** Something that a CLI can be asked for without running it. */
export type Question =
  | { type: 'command'; command: string }
  | { type: 'option'; command: string; option: string }
  | { type: 'value'; command: string; option: string; value: string };

/** What help pages leave out although some version takes it (docs/codex-facts.md, "Hidden options"). */
const hidden: readonly Question[] = [
  ...['exec', 'exec resume', 'exec review', ''].map(
    (command) => ({ type: 'option', command, option: '--full-auto' }) as const,
  ),
  { type: 'option', command: 'sandbox', option: '--permissions-profile' },
  { type: 'option', command: 'sandbox', option: '--permission-profile' },
  ...['mcp-server', 'mcp serve', 'proto', 'responses-api-proxy', 'stdio-to-uds'].map(
    (command) => ({ type: 'command', command }) as const,
  ),
];

/** What the pages do not list and this CLI has to be asked for: what the other CLI lists, and what none does. */
export function questionsFor(own: Pages, other: Pages): readonly Question[] {
  const listed = new Set(listedIn(own).map(questionKey));
  const asked = [...listedIn(other), ...hidden].filter((question) => !listed.has(questionKey(question)));
  return [...new Map(asked.map((question) => [questionKey(question), question])).values()];
}

/** Everything that the pages list. */
function listedIn(pages: Pages): readonly Question[] {
  return [...pages].flatMap(([command, { commands, options }]) => [
    ...commands
      .flatMap(({ name, aliases }) => [name, ...aliases])
      .map((name) => ({ type: 'command', command: below(command, name) }) as const),
    ...options.flatMap(({ name: option, values }) => [
      { type: 'option', command, option } as const,
      ...values.map((value) => ({ type: 'value', command, option, value }) as const),
    ]),
  ]);
}

/**
 * The arguments that ask for it, `help` or `--help` among them, so that nothing is run. Undefined for what belongs to
 * a command that is not there.
 */
export function argumentsOf(question: Question, own: Pages): readonly string[] | undefined {
  const words = question.command.split(' ').filter((word) => word !== '');
  if (question.type === 'command') return own.has(above(question.command)) ? ['help', ...words] : undefined;
  const page = own.get(question.command);
  if (!page) return undefined;
  if (question.type === 'value' && page.options.every(({ name }) => name !== question.option))
    return undefined;
  const value = question.type === 'value' ? [question.value] : [];
  return [...words, question.option, ...value, '--help'];
}

/** Whether a CLI takes what it was asked for; undefined when its answer says neither. */
export function isTaken(question: Question, outcome: Outcome): boolean | undefined {
  if (exited(outcome)) return true;
  if (!exited(outcome, 2)) return undefined;
  const message = errorText(outcome);
  if (question.type === 'command') return message.includes('unrecognized subcommand') ? false : undefined;
  if (message.includes(`unexpected argument '${question.option}'`)) return false;
  if (question.type === 'value') return message.includes('invalid value') ? false : undefined;
  return message.includes('a value is required for') ? true : undefined;
}

/** Facts of all that the pages list. */
export function listedFacts(own: Pages): readonly Fact[] {
  return listedIn(own).map((question) => factOf(question, { taken: true, own }));
}

/** The fact that an answer is. A word that is no command may be taken as a prompt, which is worse than an error. */
export function answeredFact(question: Question, { taken, own }: { taken: boolean; own: Pages }): Fact {
  return factOf(question, { taken, own });
}

function factOf(question: Question, { taken, own }: { taken: boolean; own: Pages }): Fact {
  const { command } = question;
  const name = `codex ${command}`.trimEnd();
  if (question.type === 'command') {
    const parent = above(command);
    return {
      key: name,
      value: taken ? 'a command' : notACommand(parent, own),
      ...(parent === '' ? {} : { partOf: `codex ${parent}` }),
      subjects: [{ kind: 'command', name: command }],
      ...(taken ? { witness: { lines: [`"$CODEX" help ${command} > /dev/null`] } } : {}),
    };
  }
  const { option } = question;
  const page = own.get(command)?.options.find((one) => one.name === option);
  const names = [option, ...(page?.short === undefined ? [] : [page.short])];
  if (question.type === 'option') {
    return {
      key: `${name} ${option}`,
      value: taken ? 'accepted' : 'refused: unexpected argument, exit 2',
      ...(command === '' ? {} : { partOf: name }),
      subjects: names.map((one) => ({ kind: 'option', name: below(command, one) })),
      ...(taken ? { witness: { lines: [optionWitness(name, option, page?.takesValue === true)] } } : {}),
    };
  }
  const { value } = question;
  return {
    key: `${name} ${option} ${value}`,
    value: taken ? 'accepted' : 'refused: invalid value, exit 2',
    partOf: `${name} ${option}`,
    subjects: names.map((one) => ({ kind: 'option', name: `${below(command, one)}=${value}` })),
    ...(taken
      ? {
          witness: {
            lines: [
              `"$CODEX"${name.slice('codex'.length)} ${option} ${quoteForShell(value)} --help > /dev/null`,
            ],
          },
        }
      : {}),
  };
}

function notACommand(parent: string, own: Pages): string {
  if (!own.get(parent)?.takesPrompt) return 'not a command: refused, exit 2';
  return parent === ''
    ? 'not a command: opens the screens with this word as a prompt'
    : `not a command: codex ${parent} takes the word as its prompt`;
}

function optionWitness(name: string, option: string, takesValue: boolean): string {
  const called = `"$CODEX"${name.slice('codex'.length)} ${option} --help`;
  return takesValue ? `! ${called} 2>&1 | grep "unexpected argument '${option}'"` : `${called} > /dev/null`;
}

const below = (command: string, name: string) => `${command} ${name}`.trimStart();

const above = (command: string) => command.split(' ').slice(0, -1).join(' ');

const questionKey = (question: Question) => Object.values(question).join('\n');
