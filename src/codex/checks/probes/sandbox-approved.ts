import { join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import { judgeApprovedProfiles, judgeProfileLint } from '../../../domain/checks/judge/sandbox.ts';
import { error, skip } from '../../../domain/checks/judgement.ts';
import { ignoredForProfiles } from '../../../domain/policy/ignored-for-profiles.ts';
import { readProfileSource } from '../../../domain/sandbox/profiles/profile-source.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import type { Probe } from '../probe.ts';

type Table = Readonly<Record<string, unknown>>;

/** Profiles come from CODEX_HOME and from the project; where both have one, that of the project holds. */
export const sandboxApproved: Probe<'sandbox.approved'> = async ({
  approvedText,
  teamHome,
  project,
  testedVersion,
}) => {
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
    return error({ summary: 'a configuration here is not TOML', remedy: 'Run codex-cockpit config check.' });
  }
};

function withProject(home: Table, own: Table): Table {
  const [inherited, above] = [home.permissions, own.permissions].map((one) => (isTable(one) ? one : {}));
  return { ...home, ...own, permissions: { ...inherited, ...above } };
}
