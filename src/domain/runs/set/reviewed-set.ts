/** The code hosts that the reviewed set has workflows for. */
export const CODE_HOSTS = ['github', 'gitlab', 'both'] as const;

export type CodeHost = (typeof CODE_HOSTS)[number];

/** A file of the reviewed set: where its template is (below `data/sdlc/`), and where it belongs in a repository. */
export type SetFile = {
  template: string;
  /** With `{{HOME}}` for the folder of prompts, schemas and scripts. */
  path: string;
  /** What it is for, in a few words. */
  what: string;
  host: 'github' | 'gitlab' | 'any';
  executable: boolean;
  /** Files that a repository may have in its place; then it is only suggested. */
  insteadOf: readonly string[];
};

type Declared = Pick<SetFile, 'template' | 'path' | 'what'> & Partial<SetFile>;

const files: readonly Declared[] = [
  {
    template: 'github/codex-review.yml',
    path: '.github/workflows/codex-review.yml',
    what: 'reviews pull requests, read-only',
    host: 'github',
  },
  {
    template: 'github/codex-autofix.yml',
    path: '.github/workflows/codex-autofix.yml',
    what: 'proposes a repair as a draft pull request, when a person asks',
    host: 'github',
  },
  {
    template: 'github/codex-gate.yml',
    path: '.github/workflows/codex-gate.yml',
    what: 'asks the gates about pull requests, where codex-cockpit can be installed',
    host: 'github',
  },
  {
    template: 'gitlab/codex-review.gitlab-ci.yml',
    path: '{{HOME}}/codex-review.gitlab-ci.yml',
    what: 'reviews merge requests, read-only; include it in .gitlab-ci.yml',
    host: 'gitlab',
  },
  { template: 'prompts/review.md', path: '{{HOME}}/prompts/review.md', what: 'the prompt of the review' },
  {
    template: 'prompts/autofix.md',
    path: '{{HOME}}/prompts/autofix.md',
    what: 'the prompt of the repair',
    host: 'github',
  },
  {
    template: 'prompts/risk-report.md',
    path: '{{HOME}}/prompts/risk-report.md',
    what: 'the prompt of the risk report',
  },
  {
    template: 'schemas/review.schema.json',
    path: '{{HOME}}/schemas/review.schema.json',
    what: 'the form of a review',
  },
  {
    template: 'scripts/verify.sh',
    path: '{{HOME}}/verify.sh',
    what: 'what proves a change; you write its commands',
    executable: true,
  },
  {
    template: 'scripts/risk-report.sh',
    path: '{{HOME}}/risk-report.sh',
    what: 'prints the risks of what is staged; only when asked',
    executable: true,
  },
  {
    template: 'agents.md',
    path: 'AGENTS.md',
    what: 'instructions: build, test, boundaries',
    insteadOf: ['AGENTS.override.md'],
  },
  {
    template: 'codex/config.toml',
    path: '.codex/config.toml',
    what: 'workspace-write, no network, approvals on request',
  },
  {
    template: 'codex/repository.rules',
    path: '.codex/rules/repository.rules',
    what: 'forbids destructive commands, asks before a push',
  },
  {
    template: 'skill/SKILL.md',
    path: '.agents/skills/scaffold-module/SKILL.md',
    what: 'a skill that scaffolds a module',
  },
  {
    template: 'evidence/README.md',
    path: 'codex-evidence/README.md',
    what: 'the folder for evidence of runs on a machine',
  },
  {
    template: 'evidence/gitignore',
    path: 'codex-evidence/.gitignore',
    what: 'keeps that evidence out of git',
  },
];

/** What is filled into the templates. */
export type SetChoice = {
  host: CodeHost;
  /** The CLI version that the workflows install. */
  pin: string;
  /** The model that the workflows name; a variable of the code host may name another one. */
  model: string;
  action: ActionRef;
};

/** A model that the catalogs of 0.139.0 to 0.169.0 all list. */
export const DEFAULT_MODEL = 'gpt-5.5';

/** A commit of openai/codex-action, and the release that it is. */
export type ActionRef = { commit: string; release: string | undefined };

/** The newest release whose commit was verified: the tag v1.8 of openai/codex-action, of 2026-04-29. */
export const VERIFIED_ACTION: ActionRef = {
  commit: 'e0fdf01220eb9a88167c4898839d273e3f2609d1',
  release: 'v1.8',
};

/** A commit of the action as a person writes it: 40 hexadecimal digits, and the release after a colon. */
export function parseActionRef(text: string): ActionRef | undefined {
  const match = /^([0-9a-f]{40})(?::(v?\d+(?:\.\d+)*))?$/.exec(text.trim());
  return match?.[1] === undefined ? undefined : { commit: match[1], release: match[2] };
}

/** The name of a model as a workflow may have it: it becomes part of YAML and of a script. */
export const isModelName = (text: string): boolean => /^[A-Za-z0-9][\w.:/-]{0,79}$/.test(text);

/** The files of the set for a code host, with their place in the repository. */
export function filesOfSet(host: CodeHost): readonly SetFile[] {
  return files
    .map((file) => ({ host: 'any' as const, executable: false, insteadOf: [], ...file }))
    .filter((file) => host === 'both' || file.host === 'any' || file.host === host)
    .map((file) => ({ ...file, path: file.path.replace('{{HOME}}', homeOf(host)) }));
}

/** A template with what was chosen. Gaps that only the team can fill are left in it. */
export function fillTemplate(text: string, { host, pin, model, action }: SetChoice): string {
  const { commit, release } = action;
  return text
    .replaceAll('{{HOME}}', homeOf(host))
    .replaceAll('{{PIN}}', pin)
    .replaceAll('{{MODEL}}', model)
    .replaceAll('{{ACTION}}', release === undefined ? commit : `${commit} # ${release}`);
}

function homeOf(host: CodeHost): string {
  return host === 'gitlab' ? '.gitlab/codex' : '.github/codex';
}
