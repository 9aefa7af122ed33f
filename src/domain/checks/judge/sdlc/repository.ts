import { isTable } from '../../../base/shape/check-shape.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import type { RuleAnswer } from '../../../policy/rules/rule-answer.ts';
import { fail, type Judgement, pass, quote, skip } from '../../judgement.ts';

/** A file of the repository. */
export type RepositoryText = {
  /** From the top of the repository. */
  path: string;
  text: string;
  /** The gaps of a template that it still has, such as `BUILD COMMAND`. */
  gaps: readonly string[];
};

const topics: readonly (readonly [topic: string, words: RegExp])[] = [
  ['how to build', /\b(build|compile|install|set ?up)\b/i],
  ['how to test', /\btests?\b/i],
  [
    'the boundaries',
    /\b(boundary|boundaries|never|do not|don't|must not|off limits|only through|out of bounds)/i,
  ],
];

/** The instructions at the top of the repository say how to build, how to test, and where the boundaries are. */
export function judgeRepositoryInstructions(found: RepositoryText | undefined): Judgement {
  const expected = 'AGENTS.md with how to build, how to test, and the boundaries';
  if (!found) return fail({ summary: 'there is no AGENTS.md', expected, actual: 'no such file' });
  const { path, text, gaps } = found;
  if (text.trim() === '') return fail({ summary: `${path} is empty`, expected, actual: 'no text' });
  if (gaps.length > 0)
    return fail({ summary: `${path} has gaps to fill in`, expected, actual: `gaps: ${quote(gaps)}` });
  const wanting = topics.filter(([, words]) => !words.test(text)).map(([topic]) => topic);
  if (wanting.length > 0) {
    return fail({
      summary: `${path} says nothing about ${wanting.join(', ')}`,
      expected,
      actual: `nothing about ${wanting.join(', ')}`,
    });
  }
  return pass(`${path} says how to build, how to test, and where the boundaries are`);
}

/** The values of the project's config.toml, and what our rules and the CLI say of the file. */
export type ProjectConfig = {
  path: string;
  values: Readonly<Record<string, unknown>>;
  /** What our rules found. */
  faults: readonly string[];
  /** What the strict mode of the CLI said; undefined when it accepts the file. */
  refused: string | undefined;
};

/** The project's configuration is accepted, and gives no more access than writing in the repository. */
export function judgeProjectConfig(config: ProjectConfig | undefined): Judgement {
  const expected = 'workspace-write or read-only, no network, approvals on request';
  if (!config) return fail({ summary: 'there is no .codex/config.toml', expected, actual: 'no such file' });
  const { path, values, faults, refused } = config;
  if (refused !== undefined)
    return fail({
      summary: `the CLI refuses ${path}`,
      expected: 'the CLI accepts it',
      actual: cleanLine(refused),
    });
  const [fault] = faults;
  if (fault !== undefined)
    return fail({
      summary: `${path} has a setting without effect`,
      expected: 'every setting counts',
      actual: quote(faults),
    });
  const wrong = notConservative(values);
  if (wrong.length > 0)
    return fail({ summary: `${path} is not conservative`, expected, actual: quote(wrong) });
  return pass(`${path} is accepted by the CLI and conservative; it counts for those who trust the project`);
}

const narrowProfiles = [':read-only', ':workspace'];

function notConservative({
  sandbox_mode: sandbox,
  sandbox_workspace_write: write,
  default_permissions: profile,
  approval_policy: approval,
}: Readonly<Record<string, unknown>>): readonly string[] {
  const wrong: string[] = [];
  const isNarrow = sandbox === 'workspace-write' || sandbox === 'read-only';
  const named = (value: unknown) => (value === undefined ? 'not set' : cleanLine(JSON.stringify(value)));
  if (profile === undefined && !isNarrow) wrong.push(`sandbox_mode is ${named(sandbox)}`);
  if (profile !== undefined && !narrowProfiles.some((one) => one === profile))
    wrong.push(`default_permissions is ${named(profile)}, which this check does not look into`);
  if (isTable(write) && write.network_access === true) wrong.push('network_access is true');
  // A table of granular approvals asks too.
  const asks = approval === 'on-request' || approval === 'untrusted' || isTable(approval);
  if (!asks) wrong.push(`approval_policy is ${named(approval)}`);
  return wrong;
}

/** A command, and what the rules of the repository decide about it. */
export type TriedCommand = { command: string; wanted: 'forbidden' | 'asked'; answer: RuleAnswer };

/** The rules forbid what destroys, and ask before what leaves the machine. */
export function judgeRepositoryRules(files: readonly string[], tried: readonly TriedCommand[]): Judgement {
  const expected = 'destructive commands are forbidden, and a push is asked for';
  if (files.length === 0)
    return fail({ summary: 'there is no file in .codex/rules', expected, actual: 'no rules' });
  const refused = tried.find(({ answer }) => 'refused' in answer);
  if (refused && 'refused' in refused.answer)
    return fail({
      summary: `${quote(files)}: the CLI cannot read it`,
      expected,
      actual: refused.answer.refused,
    });
  const wrong = tried.flatMap(({ command, wanted, answer }) => {
    const decision = 'decision' in answer ? answer.decision : 'none';
    const isRight = decision === 'forbidden' || (wanted === 'asked' && decision === 'prompt');
    return isRight ? [] : [`${command}: ${decision === 'none' ? 'no rule' : decision}`];
  });
  if (wrong.length > 0)
    return fail({
      summary: `${wrong.length} of ${tried.length} commands are not limited`,
      expected,
      actual: quote(wrong),
    });
  return pass(
    `${quote(files)}: ${tried.length} commands were tried with the CLI, and are limited as they should be`,
  );
}

/** A skill: its name and its description, empty where its front matter has none. */
export type Skill = { path: string; name: string; description: string };

const scaffolding =
  /scaffold|template|boilerplate|generate|new (?:module|component|service|endpoint|package)/i;

/** At least one skill that can be used is about scaffolding. */
export function judgeSkills(skills: readonly Skill[]): Judgement {
  const usable = skills.filter(({ name, description }) => name !== '' && description !== '');
  const scaffolds = usable.filter(({ name, description }) => scaffolding.test(`${name} ${description}`));
  if (scaffolds.length > 0) return pass(quote(scaffolds.map(({ name, path }) => `${name} (${path})`)));
  const broken = skills.filter((one) => !usable.includes(one)).map(({ path }) => path);
  const expected = 'a skill for scaffolding below .agents/skills, with name and description';
  if (broken.length > 0) {
    const actual = `no name or no description: ${quote(broken)}`;
    return fail({ summary: 'a skill cannot be used', expected, actual });
  }
  return fail({
    summary: skills.length === 0 ? 'there is no skill' : 'no skill is about scaffolding',
    expected,
    actual: quote(skills.map(({ path }) => path)) || 'none',
  });
}

/** What starts Codex on a machine: scripts that people start, and hooks that run by themselves. */
export type LocalStarts = {
  /** Scripts of the repository that run Codex. */
  scripts: readonly string[];
  /** Hooks that run Codex whenever something happens. */
  automatic: readonly string[];
};

/** A script reports risks when somebody asks, and no hook does so by itself. */
export function judgeRiskReport({ scripts, automatic }: LocalStarts): Judgement {
  if (automatic.length > 0) {
    return fail({
      summary: 'a hook runs Codex by itself',
      expected: 'a script that people start',
      actual: quote(automatic),
    });
  }
  if (scripts.length === 0) return skip('no script of this repository makes a risk report');
  return pass(`${quote(scripts)}: runs only when somebody starts it`);
}
