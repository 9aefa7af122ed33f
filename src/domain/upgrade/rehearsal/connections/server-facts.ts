import { isTable } from '../../../base/shape/check-shape.ts';
import { formatDuration } from '../../../base/time/duration.ts';
import type { Fact } from '../observation.ts';

/** What a stand-in for an MCP server was given. */
export type SeenServer = {
  name: string;
  /** Names of its environment variables; undefined for one that is reached by HTTP. */
  variables: readonly string[] | undefined;
  /** The messages that the CLI sent, in their order. */
  messages: readonly unknown[];
};

/** How a CLI talks to an MCP server of the team's. */
export function serverFacts({ name, variables, messages }: SeenServer): readonly Fact[] {
  const shared = { where: `MCP server ${name}`, ofTeam: true as const };
  const methods = messages.flatMap((one) =>
    isTable(one) && typeof one.method === 'string' ? [one.method] : [],
  );
  const hello = messages.find((one) => isTable(one) && one.method === 'initialize');
  const params = isTable(hello) && isTable(hello.params) ? hello.params : {};
  const client = isTable(params.clientInfo) ? params.clientInfo.name : undefined;
  return [
    { key: 'requests', value: methods.join(', ') || 'not started', ...shared },
    ...(typeof params.protocolVersion === 'string'
      ? [{ key: 'protocol version', value: params.protocolVersion, ...shared }]
      : []),
    ...(typeof client === 'string' ? [{ key: 'name of the client', value: client, ...shared }] : []),
    ...capabilitiesIn(params.capabilities).map((path) => ({
      key: `capability ${path.join('.')}`,
      value: 'offered',
      ...(path.length > 1 && { partOf: `capability ${path.slice(0, -1).join('.')}` }),
      ...shared,
    })),
    ...(variables ?? []).map((variable) => ({
      key: `environment variable ${variable}`,
      value: 'given',
      subjects: [{ kind: 'variable' as const, name: variable }],
      ...shared,
    })),
  ];
}

function capabilitiesIn(value: unknown, above: readonly string[] = []): readonly (readonly string[])[] {
  if (!isTable(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [...above, name],
    ...capabilitiesIn(inner, [...above, name]),
  ]);
}

/** A busy machine is this much slower. */
const leewayMs = 2000;

/** For how long a first request to the model waits for a server that never answers. */
export function silenceFact(waitedMs: number, where: string): Fact {
  const amount = { value: waitedMs, unit: 'ms' as const, leeway: leewayMs };
  return { key: 'wait for a silent server', value: formatDuration(waitedMs), where, ofTeam: true, amount };
}
