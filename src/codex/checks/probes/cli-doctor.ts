import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify, TomlError } from 'smol-toml';
import { hasDoctor, judgeDoctor } from '../../../domain/checks/judge/cli.ts';
import { withoutConnections } from '../../../domain/policy/config/without-connections.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { copyTeamConfig } from '../../config/team-copy.ts';
import type { Probe } from '../probe.ts';

/** The doctor calls servers and providers with the credentials of the team, so it is given none of them. */
export const cliDoctor: Probe<'cli.doctor'> = async ({ codexRun, teamHome, home }) => {
  await copyTeamConfig(teamHome, home);
  await writeFile(join(home, 'config.toml'), quiet(readTextIfThere(join(teamHome, 'config.toml')) ?? ''), {
    mode: 0o600,
  });
  const help = await codexRun(['help', 'doctor']);
  return judgeDoctor(help, hasDoctor(help) ? await codexRun(['doctor', '--json']) : undefined);
};

function quiet(text: string): string {
  try {
    return stringify(withoutConnections(parse(text)));
  } catch (cause) {
    // The CLI cannot read it either, so it calls nobody.
    if (cause instanceof TomlError) return text;
    throw cause;
  }
}
