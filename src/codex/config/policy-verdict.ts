import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { type CliVerdict, readCliVerdict } from '../../domain/policy/cli-verdict.ts';
import type { PolicyFileKind } from '../../domain/policy/policy-report.ts';
import type { PrivateCli } from '../cli/private-cli.ts';
import { insideManaged, makeManagedStandIn, managedFolder, managedOutcome } from './managed-folder.ts';

const strict = ['app-server', '--strict-config', '--disable', 'plugins'] as const;

/**
 * Lets the CLI judge a policy file: config.toml in a private CODEX_HOME (a profile file too: its keys are the
 * same), that of a project in a private trusted project, the files of the organisation in a private /etc/codex.
 */
export async function askPolicyVerdict(
  { codex, home, work, run }: Pick<PrivateCli, 'codex' | 'home' | 'work' | 'run'>,
  {
    text,
    file,
    kind,
    platform,
  }: { text: string | Uint8Array; file: string; kind: PolicyFileKind; platform: NodeJS.Platform },
): Promise<CliVerdict> {
  if (kind === 'project') {
    // Only the config of a trusted project is read, and the folder with a .git is the project.
    await mkdir(join(work, '.git'), { mode: 0o700, recursive: true });
    await mkdir(join(work, '.codex'), { mode: 0o700, recursive: true });
    const trust = stringify({ projects: { [work]: { trust_level: 'trusted' } } });
    await writeFile(join(home, 'config.toml'), trust, { mode: 0o600 });
  }
  if (kind !== 'requirements' && kind !== 'managed_config') {
    const copy = join(kind === 'project' ? join(work, '.codex') : home, 'config.toml');
    await writeFile(copy, text, { mode: 0o600 });
    return readCliVerdict(await run([codex, ...strict]), { file, copy });
  }
  if (platform !== 'linux') {
    return { type: 'not asked', reason: `only on Linux can the CLI be given a private ${managedFolder}` };
  }
  const name = `${kind}.toml`;
  const standIn = await makeManagedStandIn(work, { [name]: text });
  const answer = managedOutcome(await run(insideManaged(standIn, [codex, ...strict])));
  if (answer.type === 'hindered') return { type: 'not asked', reason: answer.reason };
  return readCliVerdict(answer.outcome, { file, copy: join(managedFolder, name) });
}
