import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'smol-toml';
import { readLocatedToml } from '../../../domain/base/documents/located-toml.ts';
import { formatPlace } from '../../../domain/base/documents/place.ts';
import { exited } from '../../../domain/base/outcome.ts';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import {
  judgeMcpAllowlist,
  judgeRequirementsControl,
  judgeRequirementsEffective,
  judgeRequirementsKeys,
  judgeRequirementsParse,
  type LooseTrial,
  noRequirements,
  parseMcpList,
  refusedByEveryVersion,
} from '../../../domain/checks/judge/requirements.ts';
import { error, fail, manual, pass, skip } from '../../../domain/checks/judgement.ts';
import { effectiveSettings } from '../../../domain/policy/config/effective.ts';
import { findingsOfWarnings } from '../../../domain/policy/config/ignored-by-cli.ts';
import { compareWithSession } from '../../../domain/policy/config/session-check.ts';
import { knownRelease } from '../../../domain/policy/known-release.ts';
import { lintPolicy } from '../../../domain/policy/lint-policy.ts';
import { compileRequirements } from '../../../domain/policy/rules/prefix-rules.ts';
import { startSession } from '../../app-server/start-session.ts';
import { readBytesIfThere } from '../../cli/read-regular-file.ts';
import {
  insideManaged,
  makeManagedStandIn,
  managedFolder,
  managedOutcome,
} from '../../config/managed-folder.ts';
import { askPolicyVerdict } from '../../config/policy-verdict.ts';
import { findRulesFault } from '../../config/rules.ts';
import { readTeamConfigs } from '../../config/team-config.ts';
import type { ProbeContext, Probes } from '../probe.ts';

/** Settings without limits. Each gets a session of its own: the CLI may refuse them together. */
const wishes = [{ approval_policy: 'never' }, { sandbox_mode: 'danger-full-access' }];

type Values = Readonly<Record<string, unknown>>;

/** A server that no allowlist names: it must be off, whatever else the team has configured. */
const stranger = { command: 'cockpit-stranger' };

/** Whether the CLI accepts and applies the requirements. */
export const requirementsProbes = {
  'requirements.parse': async (context, { requirements }) => {
    const { file, text } = await readRequirementsFile(context, requirements);
    if (text === undefined) return noRequirements(file);
    const { platform } = context;
    const verdict = await askPolicyVerdict(context, { text, file, kind: 'requirements', platform });
    const judgement = judgeRequirementsParse(verdict, { file });
    if (verdict.type !== 'accepted') return judgement;
    const control = {
      text: refusedByEveryVersion,
      file: 'the control',
      kind: 'requirements',
      platform,
    } as const;
    return judgeRequirementsControl(await askPolicyVerdict(context, control)) ?? judgement;
  },

  'requirements.unknown-keys': async (context, { requirements }) => {
    const { file, text } = await readRequirementsFile(context, requirements);
    if (text === undefined) return noRequirements(file);
    const version = await context.testedVersion();
    const { platform } = context;
    const verdict = await askPolicyVerdict(context, { text, file, kind: 'requirements', platform });
    const findings = [
      ...lintPolicy({ text, file }, { kind: 'requirements', version }),
      ...(verdict.type === 'accepted' ? findingsOfWarnings({ text, file }, verdict.warnings) : []),
    ];
    return judgeRequirementsKeys(findings, { file, release: knownRelease(version, 'requirements') });
  },

  'requirements.effective': async (context, { requirements: named }) => {
    const { file, text } = await readRequirementsFile(context, named);
    if (text === undefined) return noRequirements(file);
    const document = readLocatedToml({ text, file });
    if (document.type === 'broken')
      return skip(`${file} cannot be read as TOML; requirements.parse says where`);
    const version = await context.testedVersion();
    const trials: LooseTrial[] = [];
    for (const wish of wishes)
      trials.push(await tryOut(context, { wish, requirements: document.data, version }));
    return judgeRequirementsEffective(trials);
  },

  'requirements.mcp-allowlist': async (context, { requirements }) => {
    const { file, text } = await readRequirementsFile(context, requirements);
    if (text === undefined) return noRequirements(file);
    const document = readLocatedToml({ text, file });
    if (document.type === 'broken')
      return skip(`${file} cannot be read as TOML; requirements.parse says where`);
    const allowlist = document.data.mcp_servers;
    if (!isTable(allowlist)) return judgeMcpAllowlist(allowlist, undefined, { file });
    if (context.platform !== 'linux')
      return skip('only on Linux can the CLI be given requirements of its own');

    const [config] = (await readTeamConfigs(context.teamHome)).filter(({ name }) => name === 'config.toml');
    const servers = { ...serversOf(config?.config), [`stranger-${context.nonce}`]: stranger };
    await writeFile(join(context.home, 'config.toml'), stringify({ mcp_servers: servers }), { mode: 0o600 });
    const standIn = await makeManagedStandIn(context.work);
    await writeFile(join(standIn.etc, 'requirements.toml'), text, { mode: 0o600 });
    const answer = managedOutcome(
      await context.run(insideManaged(standIn, [context.codex, 'mcp', 'list', '--json'])),
    );
    if (answer.type === 'hindered') return skip(`the CLI could not be shown ${file}: ${answer.reason}`);
    const shown = exited(answer.outcome) ? parseMcpList(answer.outcome.stdout) : undefined;
    return judgeMcpAllowlist(allowlist, shown, { file });
  },

  /** The CLI reads these rules in sessions only, so the cockpit translates them to a rules file. */
  'requirements.rules': async (context, { requirements }) => {
    const { file, text } = await readRequirementsFile(context, requirements);
    if (text === undefined) return noRequirements(file);
    const document = readLocatedToml({ text, file });
    if (document.type === 'broken') {
      const summary = `${formatPlace(document.place)}: ${document.message}`;
      return error({ summary, remedy: `Run codex-cockpit policy lint ${file}.` });
    }
    const compiled = compileRequirements(document.data);
    if (compiled === undefined) return skip(`${file} has no command rules that could be translated`);
    const path = join(context.work, 'requirements.rules');
    await writeFile(path, compiled, { mode: 0o600 });
    const fault = await findRulesFault(context.codexRun, path);
    return fault === undefined
      ? pass('the command rules of the requirements can be read')
      : fail({
          summary: 'a command rule of the requirements cannot be read',
          expected: 'every rule is read',
          actual: fault,
        });
  },

  /** Neither layer can be read without an account and its device management. */
  'requirements.cloud': async () =>
    manual({
      summary: 'the cloud-managed and MDM layers of requirements can only be seen by a person',
      remedy:
        'Export them, read what codex-cockpit policy explain --cloud FILE makes of them, compare a signed-in client with it, and attest what you saw.',
    }),
} satisfies Partial<Probes>;

async function tryOut(
  context: ProbeContext,
  { wish, requirements, version }: { wish: Values; requirements: Values; version: string },
): Promise<LooseTrial> {
  const session = await startSession(
    context,
    { requirements, managedConfig: undefined, config: wish, set: [] },
    { platform: context.platform },
  );
  const settings = effectiveSettings([{ by: 'user', values: wish }], { requirements, version });
  const [[key, value] = []] = Object.entries(wish);
  return {
    asks: `${key} = ${value}`,
    session,
    tried: settings.map((setting) => ({
      ...setting,
      seen: session.type === 'started' ? compareWithSession(setting, session.thread) : { type: 'not shown' },
    })),
  };
}

/** Only what identifies a server: variables and headers may be secrets. */
function serversOf(config: unknown): Readonly<Record<string, object>> {
  const servers = isTable(config) && isTable(config.mcp_servers) ? config.mcp_servers : {};
  const named: Record<string, object> = {};
  for (const [name, server] of Object.entries(servers)) {
    if (!isTable(server)) continue;
    const { command, url } = server;
    if (typeof command === 'string') named[name] = { command };
    else if (typeof url === 'string') named[name] = { url };
  }
  return named;
}

/** The bytes of the requirements in question: what the suite names, else those of the system. */
async function readRequirementsFile(
  { project }: Pick<ProbeContext, 'project'>,
  named: string | undefined,
): Promise<{ file: string; text: Uint8Array | undefined }> {
  const file = named === undefined ? join(managedFolder, 'requirements.toml') : resolve(project, named);
  return { file, text: readBytesIfThere(file) };
}
