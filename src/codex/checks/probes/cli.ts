import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify, TomlError } from 'smol-toml';
import { exited } from '../../../domain/base/outcome.ts';
import {
  hasDoctor,
  judgeAppCapability,
  judgeCommands,
  judgeDaemon,
  judgeDoctor,
  judgeFeatures,
  judgeHandoff,
} from '../../../domain/checks/judge/cli.ts';
import { withoutConnections } from '../../../domain/policy/config/without-connections.ts';
import { parseHelp } from '../../../domain/upgrade/baseline/parse-answers.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { sideBySide } from '../../cli/side-by-side.ts';
import { readAllConfigs } from '../../config/team-config.ts';
import { copyTeamConfig } from '../../config/team-copy.ts';
import type { Probes } from '../probe.ts';

const controlFolder = 'app-server-control';

/** What this version of the CLI can do: its commands, features, doctor, daemon and desktop handoff. */
export const cliProbes = {
  /** A command that is not listed may still work, so each of them is asked for its own help. */
  'cli.commands': async ({ codexRun, baselineOf, pin }, { commands }) => {
    const recorded = (await baselineOf(pin))?.help.codex?.commands;
    const page = await codexRun(['help']);
    const listed = exited(page) ? parseHelp(page.stdout).commands : [];
    const unlisted = [...new Set([...(recorded ?? []), ...commands])].filter(
      (name) => !listed.includes(name),
    );
    const asked = listed.length === 0 ? [] : await sideBySide(unlisted, (name) => codexRun(['help', name]));
    const gone = unlisted.filter((_, index) => !exited(asked[index] ?? page));
    return judgeCommands({ listed, recorded, gone, used: commands, pin });
  },

  /** The doctor calls servers and providers with the credentials of the team, so it is given none of them. */
  'cli.doctor': async ({ codexRun, teamHome, home }) => {
    await copyTeamConfig(teamHome, home);
    await writeFile(join(home, 'config.toml'), quiet(readTextIfThere(join(teamHome, 'config.toml')) ?? ''), {
      mode: 0o600,
    });
    const help = await codexRun(['help', 'doctor']);
    return judgeDoctor(help, hasDoctor(help) ? await codexRun(['doctor', '--json']) : undefined);
  },

  /** Asks the team's daemon through its socket, from a CODEX_HOME of its own. */
  'daemon.version': async ({ codexRun, teamHome, home }) => {
    await symlink(join(teamHome, controlFolder), join(home, controlFolder));
    return judgeDaemon(await codexRun(['app-server', 'daemon', 'version']));
  },

  /** `help` and not `--help`: an old CLI takes an unknown word for a prompt (docs/codex-facts.md, "Subcommands"). */
  'app.capability': async ({ platform, codexRun }) =>
    judgeAppCapability(platform, await codexRun(['help', 'app'])),

  /** Never runs `codex app` itself: it would download an installer. */
  'app.handoff': async ({ platform, codexRun }) => {
    const hasDesktop = platform === 'darwin' || platform === 'win32';
    return judgeHandoff(platform, hasDesktop ? await codexRun(['help', 'app']) : undefined);
  },

  /** Asks in an empty CODEX_HOME: the third column is the effective state, and the default is wanted. */
  'features.diff': async ({ codexRun, baselineOf, teamHome, project, pin }) => {
    const files = await readAllConfigs({ home: teamHome, project });
    return judgeFeatures({
      listed: await codexRun(['features', 'list']),
      baseline: (await baselineOf(pin))?.features ?? undefined,
      pin,
      setByTeam: [...new Set(files.flatMap(({ config }) => Object.keys(config?.features ?? {})))],
    });
  },
} satisfies Partial<Probes>;

function quiet(text: string): string {
  try {
    return stringify(withoutConnections(parse(text)));
  } catch (cause) {
    // The CLI cannot read it either, so it makes no connection.
    if (cause instanceof TomlError) return text;
    throw cause;
  }
}
