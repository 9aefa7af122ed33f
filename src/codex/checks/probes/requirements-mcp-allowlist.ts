import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { readLocatedToml } from '../../../domain/base/documents/located-toml.ts';
import { exited } from '../../../domain/base/outcome.ts';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import {
  judgeMcpAllowlist,
  noRequirements,
  parseMcpList,
} from '../../../domain/checks/judge/requirements.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { insideManaged, makeManagedStandIn, managedOutcome } from '../../config/managed-folder.ts';
import { readRequirementsFile } from '../../config/requirements-file.ts';
import { readTeamConfigs } from '../../config/team-config.ts';
import type { Probe } from '../probe.ts';

/** A server that no allowlist names: it must be off, whatever else the team has configured. */
const stranger = { command: 'cockpit-stranger' };

export const requirementsMcpAllowlist: Probe<'requirements.mcp-allowlist'> = async (
  context,
  { requirements },
) => {
  const { file, text } = await readRequirementsFile(context, requirements);
  if (text === undefined) return noRequirements(file);
  const document = readLocatedToml({ text, file });
  if (document.type === 'broken')
    return skip(`${file} cannot be read as TOML; requirements.parse says where`);
  const allowlist = document.data.mcp_servers;
  if (!isTable(allowlist)) return judgeMcpAllowlist(allowlist, undefined, { file });
  if (context.platform !== 'linux') return skip('only on Linux can the CLI be given requirements of its own');

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
};

/** What names a server and nothing else: variables and headers may be secrets. */
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
