import { join } from 'node:path';
import { readLocatedToml } from '../../../../domain/base/documents/located-toml.ts';
import {
  judgeCiPin,
  judgeKeptOutput,
  judgeReviewWorkflow,
  judgeSecrets,
  judgeSilentCodegen,
  type PipelinesHere,
} from '../../../../domain/checks/judge/sdlc/pipelines.ts';
import {
  judgeProjectConfig,
  judgeRepositoryInstructions,
  judgeRepositoryRules,
  judgeRiskReport,
  judgeSkills,
  type ProjectConfig,
  type Skill,
  type TriedCommand,
} from '../../../../domain/checks/judge/sdlc/repository.ts';
import { type Judgement, skip } from '../../../../domain/checks/judgement.ts';
import { lintPolicy } from '../../../../domain/policy/lint-policy.ts';
import { askPolicyVerdict } from '../../../config/policy-verdict.ts';
import { rulesIn, tryEach } from '../../../config/rules.ts';
import type { ProbeContext, Probes } from '../../probe.ts';
import { findLocalStarts } from './local-starts.ts';
import { readPipelinesHere } from './pipelines.ts';
import { pathsBelow, textAt, topOf } from './repository-files.ts';

/** Whether a repository is ready for Codex in its development process. */
export const sdlcProbes = {
  'sdlc.agents': (context) =>
    inRepository(context, (top) =>
      judgeRepositoryInstructions(textAt(top, 'AGENTS.override.md') ?? textAt(top, 'AGENTS.md')),
    ),

  'sdlc.config': (context) =>
    inRepository(context, async (top) => judgeProjectConfig(await readProjectConfig(context, top))),

  'sdlc.review-workflow': (context) => onPipelines(context, judgeReviewWorkflow),

  'sdlc.secrets': (context) => onPipelines(context, judgeSecrets),

  'sdlc.artifacts': (context) => onPipelines(context, judgeKeptOutput),

  'sdlc.no-silent-codegen': (context) => onPipelines(context, judgeSilentCodegen),

  'sdlc.pin': (context) => onPipelines(context, (here) => judgeCiPin(here, context.pin)),

  /** Tries commands on the rules of the repository alone: those of a person protect only that person. */
  'sdlc.rules': (context) =>
    inRepository(context, async (top) => {
      const files = await rulesIn([join(top, '.codex')]);
      const tried = files.length === 0 ? [] : await tryLimited(context, files);
      return judgeRepositoryRules(
        files.map((file) => file.slice(top.length + 1)),
        tried,
      );
    }),

  'sdlc.skill': (context) => inRepository(context, (top) => judgeSkills(readSkills(top))),

  'sdlc.risk-report': (context) => inRepository(context, (top) => judgeRiskReport(findLocalStarts(top))),
} satisfies Partial<Probes>;

async function inRepository(
  { project }: Pick<ProbeContext, 'project'>,
  judge: (top: string) => Judgement | Promise<Judgement>,
): Promise<Judgement> {
  const top = topOf(project);
  return top === undefined ? skip('this folder is in no git repository') : judge(top);
}

function onPipelines(
  context: Pick<ProbeContext, 'project' | 'pin'>,
  judge: (here: PipelinesHere) => Judgement,
): Promise<Judgement> {
  return inRepository(context, (top) => judge(readPipelinesHere(top, context.pin)));
}

/** What rules have to limit in every repository. */
const limited: readonly { argv: readonly string[]; wanted: TriedCommand['wanted'] }[] = [
  { argv: ['rm', '-rf', 'src'], wanted: 'forbidden' },
  { argv: ['git', 'push', '--force', 'origin', 'main'], wanted: 'forbidden' },
  { argv: ['git', 'reset', '--hard', 'HEAD~1'], wanted: 'forbidden' },
  { argv: ['git', 'push', 'origin', 'main'], wanted: 'asked' },
];

async function tryLimited(
  { codexRun }: Pick<ProbeContext, 'codexRun'>,
  files: readonly string[],
): Promise<readonly TriedCommand[]> {
  const commands = limited.map(({ argv }) => argv);
  const answers = await tryEach(codexRun, files, commands);
  return limited.flatMap(({ argv, wanted }, index) => {
    const answer = answers[index];
    return answer ? [{ command: argv.join(' '), wanted, answer }] : [];
  });
}

async function readProjectConfig(
  { codex, home, work, run, platform, testedVersion }: ProbeContext,
  top: string,
): Promise<ProjectConfig | undefined> {
  const file = '.codex/config.toml';
  const text = textAt(top, file)?.text;
  if (text === undefined) return undefined;
  const document = readLocatedToml({ text, file });
  const verdict = await askPolicyVerdict(
    { codex, home, work, run },
    { text, file, kind: 'project', platform },
  );
  const findings = lintPolicy({ text, file }, { kind: 'project', version: await testedVersion() });
  return {
    path: file,
    values: document.type === 'read' ? document.data : {},
    faults: findings
      .filter(({ effect }) => effect === 'ignored' || effect === 'refused')
      .map(({ place, field, message }) => `${file}:${place.line}: ${field}: ${message}`),
    refused: verdict.type === 'refused' ? verdict.message : undefined,
  };
}

/** The skills of a repository: folders with a SKILL.md, whose front matter names and describes it. */
function readSkills(top: string): readonly Skill[] {
  return pathsBelow(top, ['.agents/skills', '.codex/skills'])
    .filter((path) => path.endsWith('/SKILL.md'))
    .map((path) => {
      const [, head = ''] = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---/.exec(textAt(top, path)?.text ?? '') ?? [];
      const fieldOf = (name: string) =>
        new RegExp(`^${name}:[ \\t]*(\\S.*)$`, 'm').exec(head)?.[1]?.trim() ?? '';
      return { path, name: fieldOf('name'), description: fieldOf('description') };
    });
}
