import * as z from 'zod';
import { isTable } from '../../../base/shape/check-shape.ts';
import { error, fail, type Judgement, pass, skip } from '../../judgement.ts';

const listed = z.array(
  z.looseObject({
    name: z.string(),
    enabled: z.boolean(),
    disabled_reason: z.string().nullish(),
    transport: z.looseObject({ command: z.string().optional(), url: z.string().optional() }),
  }),
);

/** A server as `codex mcp list --json` shows it. */
export type ListedServer = z.output<typeof listed>[number];

/** Reads `codex mcp list --json`; undefined when it is something else. */
export function parseMcpList(stdout: string): readonly ListedServer[] | undefined {
  try {
    return listed.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

/**
 * Fails when a server that the allowlist does not name is enabled. A server is named by its name and by
 * what it starts or calls (docs/codex-facts.md, "Effects of requirements").
 */
export function judgeMcpAllowlist(
  allowlist: unknown,
  servers: readonly ListedServer[] | undefined,
  { file }: { file: string },
): Judgement {
  if (!isTable(allowlist)) return skip(`${file} has no allowlist of MCP servers`);
  if (!servers) return error({ summary: 'codex mcp list --json showed no servers that can be read' });
  const expected = `only ${Object.keys(allowlist).join(', ') || 'no server'}, each by its identity`;
  const enabled = servers.filter((server) => server.enabled);
  const strangers = enabled.filter((server) => standing(allowlist[server.name], server) === 'stranger');
  if (strangers.length > 0) {
    return fail({
      summary: 'a server is enabled that the allowlist does not name',
      expected,
      actual: strangers
        .map(({ name, transport }) => `${name} (${transport.command ?? transport.url ?? 'unknown'})`)
        .join(', '),
    });
  }
  const off = servers.filter((server) => !server.enabled).map(({ name }) => name);
  return pass(
    `enabled: ${enabled.map(({ name }) => name).join(', ') || 'none'}; disabled: ${off.join(', ') || 'none'}`,
  );
}

/** A matcher in place of a text is judged by the CLI alone. */
function standing(entry: unknown, { transport }: ListedServer): 'named' | 'stranger' {
  const identity = isTable(entry) ? entry.identity : undefined;
  if (!isTable(identity)) return 'stranger';
  const known = (['command', 'url'] as const).some((part) => {
    const wanted = identity[part];
    return typeof wanted === 'string' ? wanted === transport[part] : wanted !== undefined;
  });
  return known ? 'named' : 'stranger';
}
