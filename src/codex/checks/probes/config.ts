import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import {
  type ApprovalTrial,
  configWarnings,
  isAboutUnknownField,
  joinStrict,
  judgeApprovals,
  judgeControl,
  judgeProfileFiles,
  judgeStrictConfig,
  judgeStrictLayer,
  judgeStrictOnly,
  judgeUsingDefaults,
  judgeWarnings,
} from '../../../domain/checks/judge/config.ts';
import { fail, type Judgement, skip } from '../../../domain/checks/judgement.ts';
import { AppServerError, type AppServerNotification } from '../../app-server/app-server-client.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import { copyRegularFile } from '../../cli/copy-tree.ts';
import { sideBySide } from '../../cli/side-by-side.ts';
import { readAllConfigs, readTeamConfigs } from '../../config/team-config.ts';
import { copyTeamConfig, mirrorProject } from '../../config/team-copy.ts';
import { type ConfigLayer, findConfigLayers } from '../../config/team-layers.ts';
import type { ProbeContext, Probes } from '../probe.ts';

const strictServer = ['app-server', '--strict-config', '--disable', 'plugins'];

const requirementsReply = z.looseObject({
  requirements: z.looseObject({ allowedApprovalPolicies: z.array(z.unknown()).nullish() }).nullish(),
});

const threadReply = z.looseObject({ approvalPolicy: z.unknown() });

/** Whether the CLI accepts and uses the configuration of the team. */
export const configProbes = {
  /** Validates copies: an app-server on the real home would migrate its databases and upgrade its plugins. */
  'config.strict': async (context, { config }) => {
    if (config !== undefined) return validateOne(context, resolve(context.project, config));
    const { teamHome, home } = context;
    const layers = await findConfigLayers({ home: teamHome, project: context.project });
    const own = layers.filter(({ type }) => type !== 'system');
    if (own.length === 0)
      return skip(`there is no configuration to validate: ${join(teamHome, 'config.toml')} is not there`);
    await copyTeamConfig(teamHome, home);
    const ofHome = await validateHome(context, layers);
    // Every layer above would be refused for the same reason.
    if (ofHome.verdict !== 'pass') return ofHome;
    return joinStrict(
      await validateAbove(context, own),
      own.map(({ path }) => path),
    );
  },

  'config.using-defaults': (context) =>
    onTeamConfig(context, (notifications, file) => judgeUsingDefaults(configWarnings(notifications), file)),

  'config.warnings': (context) =>
    onTeamConfig(context, (notifications, file) => judgeWarnings(configWarnings(notifications), file)),

  /** Starts a session for every approval policy that some layer sets, on an empty home, and reads what it gets. */
  'config.approval-policy': async (context) => {
    const { teamHome, project, work } = context;
    const files = await readAllConfigs({ home: teamHome, project });
    const set = files.flatMap(({ name, config }) => {
      const asked = config?.approval_policy;
      return typeof asked === 'string' ? [{ where: name, asked }] : [];
    });
    if (set.length === 0) return judgeApprovals([]);
    return withAppServer(context, async ({ client, handshake }) => {
      if (handshake.type !== 'answered') return skip('the app-server of this CLI does not answer');
      // A version that does not know this request has no requirements to report.
      const allowed = await client
        .request('configRequirements/read', {})
        .then(
          (reply) => requirementsReply.parse(reply).requirements?.allowedApprovalPolicies ?? undefined,
          refusal,
        );
      const isForbidden = (asked: string) => Array.isArray(allowed) && !allowed.includes(asked);
      const trials: ApprovalTrial[] = [];
      for (const { where, asked } of set) {
        const config = { approval_policy: asked };
        const answer = await client
          .request('thread/start', { cwd: work, ephemeral: true, config })
          .then((reply) => threadReply.parse(reply).approvalPolicy, refusal);
        const refused = answer instanceof AppServerError ? cleanLine(answer.message) : undefined;
        const gets = typeof answer === 'string' ? answer : undefined;
        trials.push({ where, asked, gets, refused, isForbidden: isForbidden(asked) });
      }
      return judgeApprovals(trials);
    });
  },

  'config.profile-files': async ({ teamHome }, { profiles }) => {
    const files = await readTeamConfigs(teamHome);
    const main = files.find(({ name }) => name === 'config.toml');
    return judgeProfileFiles({
      named: profiles,
      files: files.flatMap((file) => file.profile ?? []),
      legacy: Object.keys(main?.config?.profiles ?? {}),
    });
  },
} satisfies Partial<Probes>;

async function validateOne(context: ProbeContext, file: string): Promise<Judgement> {
  if (!copyRegularFile(file, join(context.home, 'config.toml')))
    return skip(`there is no configuration to validate: ${file} is not there`);
  return validateServer(context, file);
}

async function validateHome(context: ProbeContext, layers: readonly ConfigLayer[]): Promise<Judgement> {
  const file = layers.find(({ type }) => type === 'home')?.path;
  return validateServer(context, file ?? join(context.teamHome, 'config.toml'));
}

async function validateServer({ codexRun, home }: ProbeContext, file: string): Promise<Judgement> {
  const judgement = judgeStrictConfig(await codexRun(strictServer), file);
  if (judgement.verdict !== 'pass') return judgement;
  const copy = join(home, 'config.toml');
  const text = await readFile(copy, 'utf8').catch(() => '');
  await writeFile(copy, `cockpit_unknown_field = 1\n${text}`, { mode: 0o600 });
  const control = judgeControl(await codexRun(strictServer));
  await writeFile(copy, text, { mode: 0o600 });
  return control ?? judgement;
}

/**
 * The app-server takes no profile, so the layers above are read by `codex exec` with an empty prompt: it
 * loads the whole configuration, then says that there is nothing to do.
 */
async function validateAbove(
  context: ProbeContext,
  layers: readonly ConfigLayer[],
): Promise<readonly Judgement[]> {
  const profiles = layers.filter(({ type }) => type === 'profile');
  const ofProfiles = await sideBySide(profiles, async ({ profile = '', path }) =>
    validateLayer(context, { flags: ['-p', profile], fileOf: () => path }),
  );
  const ofProject = layers.filter(({ type }) => type === 'project');
  const [file] = ofProject.slice(-1);
  if (!file) return ofProfiles;
  const { folder, trust, told } = await mirrorProject(context, []);
  const fileOf = (stderr: string) => ofProject.find(({ path }) => stderr.includes(path))?.path ?? file.path;
  return [...ofProfiles, await validateLayer(context, { flags: ['-C', folder, ...trust], fileOf, told })];
}

async function validateLayer(
  { codexRun }: ProbeContext,
  {
    flags,
    fileOf,
    told = (text) => text,
  }: {
    flags: readonly string[];
    /** The file that a refusal is about. */
    fileOf: (stderr: string) => string;
    told?: (text: string) => string;
  },
): Promise<Judgement> {
  const ask = async (mode: readonly string[]) => {
    const outcome = await codexRun(['exec', ...mode, '--skip-git-repo-check', ...flags, '-']);
    return { ...outcome, stderr: told(outcome.stderr) };
  };
  const strict = await ask(['--strict-config']);
  const judgement = judgeStrictLayer(strict, fileOf(strict.stderr));
  if (judgement.verdict !== 'fail' || isAboutUnknownField(judgement)) return judgement;
  return judgeStrictOnly(judgement, await ask([]), fileOf(strict.stderr));
}

function refusal(cause: unknown): AppServerError {
  if (cause instanceof AppServerError) return cause;
  throw cause;
}

/** Starts an app-server on a copy of the team's configuration, the project's included, and judges what it says of it. */
async function onTeamConfig(
  context: ProbeContext,
  judge: (notifications: readonly AppServerNotification[], file: string) => Judgement,
): Promise<Judgement> {
  const file = join(context.teamHome, 'config.toml');
  const copied = await copyTeamConfig(context.teamHome, context.home, ['rules']);
  const mirror = await mirrorProject(context, []);
  if (copied.length === 0 && mirror.configs.length === 0)
    return skip(`there is no configuration: ${file} is not a file`);
  return withAppServer(
    context,
    async ({ client, handshake }) => {
      if (handshake.type !== 'answered') {
        const actual = handshake.type === 'silent' ? handshake.reason : handshake.message;
        return fail({
          summary: 'the app-server does not start on this configuration',
          expected: 'a reply',
          actual,
        });
      }
      // Warnings are sent around the first reply; a second one, be it a refusal, comes after all of them.
      const refused = await client
        .request('config/read', { includeLayers: false, cwd: mirror.folder })
        .then(() => undefined, refusalOnly);
      if (refused !== undefined && mirror.configs.length > 0)
        return fail({
          summary: 'the app-server does not read the configuration of the project',
          expected: 'a configuration',
          actual: mirror.told(refused),
        });
      return judge(client.notifications, file);
    },
    mirror.trust,
  );
}

function refusalOnly(cause: unknown): string {
  if (cause instanceof AppServerError) return cause.message;
  throw cause;
}
