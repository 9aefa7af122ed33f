import { describeEnd, exited } from '../../../domain/base/outcome.ts';
import { readHelpPage } from '../../../domain/upgrade/baseline/help-page.ts';
import type { Fact } from '../../../domain/upgrade/rehearsal/observation.ts';
import {
  answeredFact,
  argumentsOf,
  isTaken,
  listedFacts,
  type Pages,
  questionsFor,
} from '../../../domain/upgrade/rehearsal/surface/commands.ts';
import { readHelpPages } from '../../baseline/record-baseline.ts';
import { findNativeBinary } from '../../cli/install.ts';
import { sideBySide } from '../../cli/side-by-side.ts';
import type { Observer, ObserverContext } from '../observer.ts';

const mostWords = 3;

/** A word and an option that no version has: what becomes of them shows what becomes of every one that is gone. */
const unknownWord = 'cockpit-unknown-word';
const unknownOption = '--cockpit-unknown-option';

/**
 * Which commands, options and values the CLI takes: those of its help pages, those of the other CLI, and those that no
 * page lists. Only help is asked for, so nothing is run and no screen opens.
 */
export const observeCommands: Observer = {
  name: 'commands',
  areas: ['commands'],
  observe: async (context) => {
    const [codex, other] = await Promise.all([context.codex, context.other].map(nativeOf));
    const asking =
      (program = '') =>
      (args: readonly string[]) =>
        context.run([program, ...args]);
    const [own, others] = await Promise.all([
      context.once(`help pages of ${codex}`, () => readPages(asking(codex))),
      other === codex
        ? { pages: new Map() }
        : context.once(`help pages of ${other}`, () => readPages(asking(other))),
    ]);
    if (!own.pages.has('')) return [{ area: 'commands', facts: [], gaps: [], errors: own.errors }];
    const asked = await sideBySide(questionsFor(own.pages, others.pages), async (question) => {
      const args = argumentsOf(question, own.pages);
      if (!args) return undefined;
      const outcome = await asking(codex)(args);
      const taken = isTaken(question, outcome);
      return taken === undefined
        ? { error: `codex ${args.join(' ')}: ${describeEnd(outcome.end)}` }
        : { fact: answeredFact(question, { taken, own: own.pages }) };
    });
    const facts: Fact[] = asked.flatMap((one) => (one && 'fact' in one ? [one.fact] : []));
    return [
      {
        area: 'commands',
        facts: [...listedFacts(own.pages), ...facts, ...(await unknownOnes(context, asking(codex)))],
        gaps: [],
        errors: [...own.errors, ...asked.flatMap((one) => (one && 'error' in one ? [one.error] : []))],
      },
    ];
  },
};

type Ask = (args: readonly string[]) => ReturnType<ObserverContext['run']>;

/** What starts a CLI most cheaply: help does not depend on the variables that the wrapper sets. */
async function nativeOf(codex: string): Promise<string> {
  return (await findNativeBinary(codex))?.path ?? codex;
}

async function readPages(ask: Ask): Promise<{ pages: Pages; errors: readonly string[] }> {
  const { pages, failed } = await readHelpPages(ask, mostWords);
  return {
    pages: new Map([...pages].map(([path, text]) => [path, readHelpPage(text)])),
    errors: failed.map(({ argv, end }) => `codex ${argv.slice(1).join(' ')}: ${describeEnd(end)}`),
  };
}

async function unknownOnes({ tidy }: ObserverContext, ask: Ask): Promise<readonly Fact[]> {
  const [word, option] = await Promise.all([ask([unknownWord, '--help']), ask([unknownOption, '--help'])]);
  return [
    {
      key: 'a word that is no command',
      value: exited(word) ? 'opens the screens with this word as a prompt' : describeEnd(word.end),
      raw: tidy(word.stderr),
    },
    { key: 'an option that is none', value: describeEnd(option.end), raw: tidy(option.stderr) },
  ];
}
