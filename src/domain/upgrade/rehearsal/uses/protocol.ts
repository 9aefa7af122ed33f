import type { Found } from './found.ts';

/** The first part of the methods of the app-server, of 0.120.0 to 0.169.0. */
const namespaces =
  'account|app|apps|command|config|configRequirements|environment|experimentalFeature|externalAgentConfig|feedback|fs|fuzzyFileSearch|hook|hooks|item|marketplace|mcpServer|mcpServerStatus|memory|model|modelProvider|permissionProfile|plugin|process|remoteControl|review|skills|thread|turn|windowsSandbox';

const quoted = /(["'`])([A-Za-z][\w./-]{1,80})\1/g;
const method = new RegExp(`^(?:initialize|(?:${namespaces})(?:/[A-Za-z]+)+)$`);
const property =
  /\.([a-z]\w{1,40})\b(?!\s*\()|\[\s*["']([a-z]\w{1,40})["']\s*\]|["']?\b([a-z]\w{1,40})["']?\s*:(?!:)/g;
const pair = /(?:["']([A-Za-z]\w{1,40})["']|\b([A-Za-z]\w{1,40}))\s*(?::|=>?)\s*["'`]([\w./ -]{1,60})["'`]/g;

/** Methods and properties of one file that are combined. */
const [mostMethods, mostProperties] = [60, 400];

/**
 * What a client of the app-server uses: methods, values of properties, and properties of what its methods take and
 * answer. Nothing for a file that is plainly no client: it names no method, or only one and neither the server nor the
 * CLI.
 *
 * @param code the program without its comments
 */
export function findInClient(code: string): readonly Found[] {
  const literals = [...code.matchAll(quoted)].map(({ 2: value = '', index }) => ({
    value,
    offset: index + 1,
  }));
  const methods = literals.filter(({ value }) => method.test(value));
  const names = new Set(methods.map(({ value }) => value));
  const own = [...names].filter((name) => name.includes('/'));
  const isSdk = /@openai\/codex-sdk/.test(code);
  if (!isSdk && (own.length === 0 || (own.length === 1 && !/app-server|\bcodex\b/i.test(code)))) return [];
  const values = [...code.matchAll(pair)].map(
    ({ 1: inQuotes, 2: bare, 3: value = '', index }): Found => ({
      kind: 'value',
      name: `${inQuotes ?? bare}=${value}`,
      offset: index,
    }),
  );
  const properties = new Map<string, number>();
  for (const { 1: dotted, 2: indexed, 3: key, index } of code.matchAll(property)) {
    const name = dotted ?? indexed ?? key ?? '';
    if (properties.size < mostProperties && !properties.has(name)) properties.set(name, index);
  }
  return [
    ...methods.map(({ value, offset }): Found => ({ kind: 'method', name: value, offset })),
    ...values,
    ...[...names]
      .slice(0, mostMethods)
      .flatMap((one) =>
        [...properties].map(([name, offset]): Found => ({ kind: 'field', name: `${one}.${name}`, offset })),
      ),
  ];
}

const execEvents =
  /["'`](?:thread\.started|turn\.(?:started|completed|failed)|item\.(?:started|updated|completed))["'`]/;
const sessionEntry = /^(?:session_meta|response_item|event_msg|turn_context)$/;
const eventLike = /^(?:[a-z]+(?:[._][a-z]+)+|error|reasoning|message|compacted)$/;

/**
 * The events that a program names which reads `codex exec --json`, and the entries, with the one that they may be
 * in, that one names which reads session files. A tool can be named there too.
 */
export function findEvents(code: string): readonly Found[] {
  const named = [...code.matchAll(quoted)]
    .map(({ 2: name = '', index }) => ({ name, offset: index + 1 }))
    .filter(({ name }) => eventLike.test(name));
  const entries = new Set(named.map(({ name }) => name).filter((name) => sessionEntry.test(name)));
  const isReader = execEvents.test(code);
  if (!isReader && entries.size === 0) return [];
  return named.flatMap(({ name, offset }): readonly Found[] => {
    const inEntries = entries.has(name) ? [name] : [...entries].map((entry) => `${entry}/${name}`);
    return [
      ...(isReader ? [name] : []).map((one): Found => ({ kind: 'event', name: one, offset })),
      ...inEntries.map((one): Found => ({ kind: 'event', name: one, offset })),
      ...(name.includes('_') ? [{ kind: 'tool' as const, name, offset }] : []),
    ];
  });
}

/** Environment variables of the CLI. */
export function findVariables(code: string): readonly Found[] {
  return [...code.matchAll(/\bCODEX_[A-Z][A-Z_]*\b/g)].map(({ 0: name, index }) => ({
    kind: 'variable',
    name,
    offset: index,
  }));
}
