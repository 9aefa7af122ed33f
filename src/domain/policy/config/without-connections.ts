type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

// What starts programs of the team, or sends something to their services, as soon as a session begins.
const left = ['mcp_servers', 'notify', 'hooks', 'otel', 'plugins', 'marketplaces', 'analytics'];

/** No program listens there. */
const nowhere = 'http://127.0.0.1:9/v1';

/**
 * A configuration without connections: no servers, hooks, exporters or plugins, and providers without
 * their address and their credentials. Everything else stays as the team has it.
 */
export function withoutConnections(config: Table): Table {
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !left.includes(key)));
  const providers = isTable(config.model_providers) ? config.model_providers : undefined;
  return {
    ...kept,
    ...(providers && {
      model_providers: Object.fromEntries(
        Object.entries(providers).map(([name, provider]) => [
          name,
          isTable(provider) ? muted(provider) : provider,
        ]),
      ),
    }),
    openai_base_url: nowhere,
    chatgpt_base_url: nowhere,
  };
}

function muted({ name, wire_api }: Table): Table {
  const said = Object.fromEntries(
    Object.entries({ name, wire_api }).filter(([, value]) => value !== undefined),
  );
  return { ...said, base_url: nowhere, requires_openai_auth: false };
}

/** One layer of a configuration over another: tables are joined, everything else is replaced. */
export function overlay(below: Table, above: Table): Table {
  const joined = Object.entries(above).map(([key, value]) => {
    const under = below[key];
    return [key, isTable(under) && isTable(value) ? overlay(under, value) : value] as const;
  });
  return { ...below, ...Object.fromEntries(joined) };
}
