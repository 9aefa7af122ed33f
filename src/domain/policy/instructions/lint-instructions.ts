/** Something that instructions lack, or that is out of date. */
export type InstructionFinding = { severity: 'fail' | 'warn'; text: string };

/** What the instructions of a project are compared with. */
export type InstructionSources = {
  /** The text that the CLI loads, all files of the chain together. */
  text: string;
  /** The scripts of package.json; undefined when there is no such file. */
  scripts: readonly string[] | undefined;
  /** The targets of the Makefile; undefined when there is no such file. */
  targets: readonly string[] | undefined;
};

/** The topics of good instructions, and words that show them. */
const topics: readonly (readonly [topic: string, words: RegExp])[] = [
  ['how to build', /\b(build|compile|install|set ?up)\b/i],
  ['how to test', /\btests?\b/i],
  ['the style of the code', /\b(style|format|lint|convention|naming)/i],
  ['where things are', /\b(structure|layout|folder|director(y|ies)|lives? in|module)/i],
  ['what must not be touched', /\b(never|do not|don't|must not|off limits|generated)\b/i],
  ['when a change is done', /\b(done|before you finish|definition of done|finished|complete)\b/i],
];

/**
 * Lints what the instructions say: a verification rule and a review rule, the six topics, and commands that do
 * not exist in the repository.
 */
export function lintInstructions({
  text,
  scripts,
  targets,
}: InstructionSources): readonly InstructionFinding[] {
  return [
    ...(/\b(verif|run)\w*\b[^.\n]*\b(test|check|lint|build)/i.test(text)
      ? []
      : [fail('no verification rule: say which command proves a change, and ask for its result')]),
    ...(/\b(review|summary|what changed|uncertain)/i.test(text)
      ? []
      : [warn('no review rule: say what the summary of a change must answer')]),
    ...topics.filter(([, words]) => !words.test(text)).map(([topic]) => warn(`nothing about ${topic}`)),
    ...staleCommands(
      text,
      /\bnpm run ([\w:-]+(?:\.[\w:-]+)*)|\bnpm (test|start)\b/g,
      scripts,
      'package.json has no script',
    ),
    ...staleCommands(text, /`make ([\w.-]+)/g, targets, 'the Makefile has no target'),
  ];
}

function staleCommands(
  text: string,
  pattern: RegExp,
  known: readonly string[] | undefined,
  lacks: string,
): InstructionFinding[] {
  const named = [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
  return [...new Set(named)]
    .filter((name) => name !== '' && !known?.includes(name))
    .map((name) => fail(`${lacks} "${name}"`));
}

const fail = (text: string): InstructionFinding => ({ severity: 'fail', text });
const warn = (text: string): InstructionFinding => ({ severity: 'warn', text });
