import type { InstructionFinding } from '../../policy/instructions/lint-instructions.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../judgement.ts';

/** An instruction file between the repository root and the working folder. */
export type InstructionFile = {
  path: string;
  bytes: number;
  /** True for AGENTS.override.md, which takes the place of its sibling. */
  override: boolean;
  empty: boolean;
};

/** The chain on disk, root first, and what the CLI says that it loads. */
export type ChainTrial = {
  /** Per folder the file that counts: the override, else AGENTS.md, else a fallback. */
  onDisk: readonly InstructionFile[];
  /** `instructionSources` of a new thread; undefined when the CLI did not say. */
  loaded: readonly string[] | undefined;
  /** `project_doc_max_bytes`. */
  limit: number;
};

/** What a session loads that begins in the project or in a subfolder, under one configuration. */
export type LoadedChain = {
  /** The file whose settings were used. */
  under: string;
  from: string;
  sources: readonly string[] | undefined;
  /** Why no session was started. */
  refused: string | undefined;
  /** What the session left in the folder that it began in. */
  left: readonly string[];
};

/** Judges every chain, the first that fails first. A session that leaves folders behind is a warning. */
export function judgeChains(
  onDisk: Pick<ChainTrial, 'onDisk' | 'limit'>,
  chains: readonly LoadedChain[],
): Judgement {
  const judged = chains.map((chain) => ({ chain, judgement: judgeOne(onDisk, chain) }));
  const [worst] = ['fail', 'error', 'skip'].flatMap((verdict) =>
    judged.filter(({ judgement }) => judgement.verdict === verdict),
  );
  if (worst?.judgement.verdict === 'skip') return worst.judgement;
  if (worst) {
    const { chain, judgement } = worst;
    return { ...judgement, summary: `a session in ${chain.from} under ${chain.under}: ${judgement.summary}` };
  }
  const strays = chains.filter(({ left }) => left.length > 0);
  const [stray] = strays;
  if (stray) {
    return warn({
      summary: `this CLI leaves ${stray.left.join(', ')} in the folder that a session begins in`,
      expected: 'nothing is left in the folder',
      actual: strays.map(({ under, left }) => `${left.join(', ')} under ${under}`).join('; '),
      remedy: 'Do not start sessions in subfolders, or leave these names out of version control.',
    });
  }
  const [first] = judged;
  return first ? first.judgement : skip('no session was started');
}

function judgeOne(
  onDisk: Pick<ChainTrial, 'onDisk' | 'limit'>,
  { sources, refused }: LoadedChain,
): Judgement {
  if (refused !== undefined) return error({ summary: `no session starts: ${refused}` });
  return judgeChain({ ...onDisk, loaded: sources });
}

/** Passes when the CLI loads every project file on disk, in that order. */
export function judgeChain({ onDisk, loaded }: ChainTrial): Judgement {
  if (!loaded) return skip('this CLI version does not name its instruction sources');
  const expected = onDisk.filter(({ empty }) => !empty).map(({ path }) => path);
  if (expected.length === 0 && loaded.length === 0) return skip('there is no AGENTS.md to load');
  const missing = expected.filter((path) => !loaded.includes(path));
  const inOrder = expected.filter((path) => loaded.includes(path));
  const sorted = loaded.filter((path) => inOrder.includes(path));
  if (missing.length > 0 || sorted.join('\n') !== inOrder.join('\n')) {
    return fail({
      summary: missing.length > 0 ? `not loaded: ${missing.join(', ')}` : 'loaded in another order',
      expected: expected.join(', '),
      actual: loaded.join(', ') || '(nothing)',
    });
  }
  return pass(`loaded: ${loaded.join(', ')}`);
}

/**
 * Fails when the project's files exceed the byte limit: the CLI cuts the file that crosses it and
 * drops the ones after it without a warning (docs/codex-facts.md, "Instruction files"). Warns from
 * 90 % on.
 */
export function judgeChainSize({ onDisk, limit }: ChainTrial): Judgement {
  if (onDisk.length === 0) return skip('there is no project AGENTS.md');
  let sum = 0;
  const beyond: string[] = [];
  for (const { path, bytes } of onDisk) {
    sum += bytes;
    if (sum > limit) beyond.push(path);
  }
  const expected = `at most ${limit} bytes`;
  const actual = `${sum} bytes in ${onDisk.length} files`;
  if (beyond.length > 0) {
    return fail({ summary: `cut or dropped: ${beyond.join(', ')}`, expected, actual });
  }
  if (sum > limit * 0.9)
    return warn({ summary: 'the instruction chain is close to its limit', expected, actual });
  return pass(`${actual} of ${limit}`);
}

/** Fails when an override is empty: its folder then contributes nothing, and its AGENTS.md is hidden. */
export function judgeEmptyOverrides(files: readonly InstructionFile[]): Judgement {
  const overrides = files.filter(({ override }) => override);
  const empty = overrides.filter((file) => file.empty).map(({ path }) => path);
  if (empty.length > 0) {
    return fail({
      summary: `empty override: ${empty.join(', ')}`,
      expected: 'overrides with instructions',
      actual: `empty: ${empty.join(', ')}`,
    });
  }
  return pass(overrides.length === 0 ? 'there is no override' : `${overrides.length} overrides, none empty`);
}

/** Fails on instructions without a verification rule or with commands that are gone, warns of what they leave out. */
export function judgeInstructions(findings: readonly InstructionFinding[]): Judgement {
  const failing = findings.filter(({ severity }) => severity === 'fail');
  const shown = failing.length > 0 ? failing : findings;
  if (shown.length === 0) return pass('the instructions say how a change is verified and reviewed');
  const difference = {
    summary: `${findings.length} ${findings.length === 1 ? 'thing' : 'things'} the instructions lack`,
    expected: 'a verification rule, a review rule, the usual topics, and commands that exist',
    actual: shown.map(({ text }) => text).join('; '),
  };
  return failing.length > 0 ? fail(difference) : warn(difference);
}
