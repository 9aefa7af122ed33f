import { formatSize } from '../../../base/text/size.ts';
import type { Fact } from '../observation.ts';

/** A request of a CLI to the server that stands in for every service. */
export type SeenRequest = {
  /** When it came, in milliseconds since 1970. */
  atMs: number;
  method: string;
  /** The path, the whole address of a request to a proxy, or the host and port of a connection through one. */
  target: string;
  /** Names of headers, in lower case. */
  headers: readonly string[];
  bytes: number;
};

// Every HTTP client sends these.
const ofEveryClient = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'proxy-connection',
  'transfer-encoding',
  'user-agent',
]);

/** Where requests of a session went, and what their headers were called: never what they said. */
export function outboundFacts(requests: readonly SeenRequest[], where: string): readonly Fact[] {
  const byTarget = Map.groupBy(requests, ({ method, target }) => `${method} ${nameTarget(target)}`);
  return [...byTarget].flatMap(([key, all]) => {
    const headers = new Set(all.flatMap((one) => one.headers).filter((name) => !ofEveryClient.has(name)));
    const sent = key.startsWith('CONNECT ') ? 'tried' : 'sent';
    const largest = Math.max(...all.map(({ bytes }) => bytes));
    const shared = { where, ofTeam: true as const };
    return [
      {
        key,
        value: sent,
        ...shared,
        raw: `${all.length} times, at most ${formatSize(largest)}, with the headers ${[...headers].sort().join(', ')}`,
      },
      ...[...headers].sort().map((name) => ({
        key: `header ${name} of ${key}`,
        value: 'sent',
        partOf: key,
        ...shared,
      })),
    ];
  });
}

const standsFor: Readonly<Record<string, (name: string) => string>> = {
  provider: (name) => `<provider ${name}>`,
  server: (name) => `<MCP server ${name}>`,
  telemetry: (kind) => (kind === '' ? '<telemetry>' : `<telemetry>/${kind}`),
};

/** A target without what is another one in each run: `<provider gateway>/threads/<id>?limit`. */
export function nameTarget(target: string): string {
  const [path = '', query] = target.split('?', 2);
  const names = query === undefined ? [] : query.split('&').map((pair) => pair.split('=', 1)[0]);
  const [, first = '', second = '', ...rest] = path.split('/');
  const service = path.startsWith('/') ? standsFor[first]?.(decodeURIComponent(second)) : undefined;
  const named = service === undefined ? path : [service, ...rest].join('/');
  return named.replaceAll(anyId, '<id>') + (names.length > 0 ? `?${names.sort().join('&')}` : '');
}

const anyId =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{16,}\b|\b\d{4,}(?=\/|$)/g;
