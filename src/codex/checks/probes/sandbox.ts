import { dirname, join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import {
  judgeApprovedProfiles,
  judgeLive,
  judgeMatrix,
  judgeProfileLint,
  judgeSandboxStart,
} from '../../../domain/checks/judge/sandbox.ts';
import { error, skip } from '../../../domain/checks/judgement.ts';
import { ignoredForProfiles, lintPolicy } from '../../../domain/policy/lint-policy.ts';
import { isAboutProfiles } from '../../../domain/sandbox/profiles/lint-profiles.ts';
import { readProfileSource } from '../../../domain/sandbox/profiles/profile-source.ts';
import { findNativeBinary } from '../../cli/install.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { copyTeamConfig } from '../../config/team-copy.ts';
import { tryTeamProfiles } from '../../sandbox/try-team-profiles.ts';
import type { Probes } from '../probe.ts';

type Table = Readonly<Record<string, unknown>>;

/** Whether the sandbox starts, and what commands can do in it. */
export const sandboxProbes = {
  'sandbox.available': async (context, { profile }) => {
    // Built-in profiles are judged without the team's configuration; a custom one needs it.
    if (!profile.startsWith(':')) await copyTeamConfig(context.teamHome, context.home);
    const outcome = await context.codexRun(['sandbox', '-P', profile, '--', 'echo', context.nonce]);
    return judgeSandboxStart(outcome, profile, context.nonce);
  },

  /** Profiles come from CODEX_HOME and from the project; where both have one of the same name, the one of the project is used. */
  'sandbox.approved': async ({ approvedText, teamHome, project, testedVersion }) => {
    const approved = await approvedText('approved-profiles');
    if (approved === undefined) return judgeApprovedProfiles(undefined, {});
    const config = { file: 'approved-profiles', text: approved };
    const source = readProfileSource({ config, requirements: undefined });
    const ignored = ignoredForProfiles(source, { config }, await testedVersion());
    if (ignored.length > 0) return judgeProfileLint(ignored);
    const files = [join(teamHome, 'config.toml'), join(project, '.codex', 'config.toml')];
    const texts = files.map(readTextIfThere);
    if (texts.every((text) => text === undefined)) return skip('there is no configuration here');
    try {
      const [home = {}, own = {}] = texts.map((text) => (text === undefined ? {} : parse(text)));
      return judgeApprovedProfiles(parse(approved), withProject(home, own));
    } catch (cause) {
      if (!(cause instanceof TomlError)) throw cause;
      return error({
        summary: 'a configuration here is not TOML',
        remedy: 'Run codex-cockpit config check.',
      });
    }
  },

  /** The CLI ignores what it does not know in a profile, also in its strict mode, and also in that of a project. */
  'sandbox.profile-lint': async ({ named: codex, teamHome, project, testedVersion }) => {
    const files = [join(teamHome, 'config.toml'), join(project, '.codex', 'config.toml')];
    const found = [...new Set(files)].flatMap((file) => {
      const text = readTextIfThere(file);
      return text === undefined ? [] : [{ file, text }];
    });
    if (found.length === 0) return skip(`there is no configuration: ${files.join(' and ')} are no files`);
    const native = await findNativeBinary(codex);
    const judgedFor = { version: await testedVersion(), codexFolder: native && dirname(native.path) };
    const findings = found.flatMap((source) => lintPolicy(source, { kind: 'config', ...judgedFor }));
    return judgeProfileLint(findings.filter((one) => one.field === '' || isAboutProfiles(one)));
  },

  /** What commands can do under each profile, by the sandbox helper. */
  'sandbox.matrix': async (context, { profiles, outbound }) => {
    const matrix = await tryTeamProfiles(context, { profiles, outbound, modes: ['helper'] });
    return matrix ? judgeMatrix(matrix) : skip('there is no profile to try');
  },

  /** The same with the requirements of the machine, which the helper leaves out otherwise. */
  'sandbox.managed': async (context, { profiles, outbound }) => {
    const matrix = await tryTeamProfiles(context, { profiles, outbound, modes: ['managed'] });
    return matrix ? judgeMatrix(matrix) : skip('there are no requirements on this machine');
  },

  /** The same as a tool call of a session: what the helper denies, a session may allow (openai/codex#40555). */
  'sandbox.live': async (context, { profiles, outbound }) => {
    const matrix = await tryTeamProfiles(context, { profiles, outbound, modes: ['helper', 'live'] });
    return matrix ? judgeLive(matrix) : skip('there is no profile to try');
  },
} satisfies Partial<Probes>;

function withProject(home: Table, own: Table): Table {
  const [inherited, above] = [home.permissions, own.permissions].map((one) => (isTable(one) ? one : {}));
  return { ...home, ...own, permissions: { ...inherited, ...above } };
}
