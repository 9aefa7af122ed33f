import type { Fact } from '../observation.ts';
import type { WitnessScript } from '../witness.ts';
import { showsInTurn } from './session-witness.ts';

type Line = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Line =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** The types of the values that a field was seen with, by the path of the field. */
type Fields = Map<string, Set<string>>;

/** Objects whose own fields programs read too: all others may have any names in them. */
const readInside = /(?:^|\.)(?:info|\w*usage)$/;

function addFields(fields: Fields, value: Line, path: string, except: readonly string[]): void {
  for (const [key, inner] of Object.entries(value)) {
    if (except.includes(key)) continue;
    const name = `${path}.${key}`;
    fields.set(name, (fields.get(name) ?? new Set()).add(typeOf(inner)));
    if (readInside.test(name) && isObject(inner)) addFields(fields, inner, name, []);
  }
}

/** Answers of a model, a list of items a request, that make the CLI print and write most kinds of entry. */
export const provokingAnswers: readonly (readonly Line[])[] = [
  [
    call('variables', 'exec_command', {
      cmd: `echo cockpit-variables; awk 'BEGIN { for (name in ENVIRON) print name }'`,
    }),
  ],
  [
    {
      type: 'custom_tool_call',
      name: 'apply_patch',
      call_id: 'patch',
      input: '*** Begin Patch\n*** Add File: a.txt\n+a\n*** End Patch\n',
    },
    call('plan', 'update_plan', { plan: [{ step: 'one', status: 'in_progress' }] }),
  ],
  [
    call('done', 'update_plan', { plan: [{ step: 'one', status: 'completed' }] }),
    { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'thinking' }] },
    { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'codex' } },
  ],
  [{ type: 'message', role: 'assistant', id: 'msg_1', content: [{ type: 'output_text', text: 'done' }] }],
];

function call(id: string, name: string, values: Line): Line {
  return { type: 'function_call', name, call_id: id, arguments: JSON.stringify(values) };
}

const event = (name: string) => [{ kind: 'event', name } as const];

/** What `codex exec --json` prints: the types of events and items, and the fields of each. */
export function eventFacts(lines: readonly Line[]): readonly Fact[] {
  const [types, items, fields] = [new Set<string>(), new Map<string, Set<string>>(), new Map() as Fields];
  for (const { type, item, ...rest } of lines) {
    if (typeof type !== 'string') continue;
    types.add(type);
    addFields(fields, rest, type, []);
    if (!isObject(item) || typeof item.type !== 'string') continue;
    items.set(item.type, (items.get(item.type) ?? new Set()).add(type));
    addFields(fields, item, item.type, ['type']);
  }
  const shows = (texts: readonly string[]) => showsInTurn(provokingAnswers, 'events', texts);
  return [
    ...[...types].map((type) => ({
      key: `event ${type}`,
      value: 'printed',
      subjects: event(type),
      witness: shows([`"type":"${type}"`]),
    })),
    ...[...items].flatMap(([type, seen]) => {
      const item = { value: 'printed', subjects: event(type) };
      const key = `item ${type}`;
      return [
        { ...item, key, witness: shows([`"type":"${type}"`]) },
        ...[...seen].map((one) => ({
          ...item,
          key: `${key} in ${one}`,
          partOf: key,
          witness: shows([`"type":"${one}"`, `"type":"${type}"`]),
        })),
      ];
    }),
    ...fieldFacts(fields, (owner, field) => ({
      partOf: items.has(owner) ? `item ${owner}` : `event ${owner}`,
      witness: shows([`"type":"${owner}"`, `"${field}":`]),
    })),
  ];
}

function fieldFacts(
  fields: Fields,
  about: (owner: string, field: string) => { partOf: string; witness: WitnessScript },
): readonly Fact[] {
  const owners = [...fields.keys()];
  return [...fields].map(([path, types]): Fact => {
    const field = path.slice(path.lastIndexOf('.') + 1);
    // Names of events have dots too; the owner is the longest beginning that is no field itself.
    let owner = path.slice(0, path.lastIndexOf('.'));
    while (owners.includes(owner)) owner = owner.slice(0, owner.lastIndexOf('.'));
    return {
      key: `field ${path}`,
      value: [...types].sort().join(' or '),
      subjects: event(owner),
      ...about(owner, field),
    };
  });
}

/** What a session file has: the types of entries, and the fields of each. */
export function sessionFileFacts(lines: readonly Line[]): readonly Fact[] {
  const [entries, fields] = [new Set<string>(), new Map() as Fields];
  for (const { type, payload, ...rest } of lines) {
    if (typeof type !== 'string') continue;
    const inner = isObject(payload) ? payload : {};
    const name = typeof inner.type === 'string' ? `${type}/${inner.type}` : type;
    entries.add(name);
    addFields(fields, rest, type, []);
    addFields(fields, inner, name, ['type']);
    const item = isObject(inner.item) ? inner.item : {};
    if (typeof item.type === 'string') entries.add(`${name}/${item.type}`);
  }
  const shows = (name: string, more: readonly string[] = []) =>
    showsInTurn(provokingAnswers, 'session', [...name.split('/').map((type) => `"type":"${type}"`), ...more]);
  return [
    ...[...entries].map((name) => ({
      key: `entry ${name}`,
      value: 'written',
      partOf: `entry ${name.slice(0, name.lastIndexOf('/'))}`,
      subjects: event(name),
      witness: shows(name),
    })),
    ...fieldFacts(fields, (owner, field) => ({
      partOf: `entry ${owner}`,
      witness: shows(owner, [`"${field}":`]),
    })),
  ];
}

/** The name of a session file without what is another one in each run. */
export function sessionFileForm(path: string): string {
  return path
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, '<id>')
    .replace(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d/, '<time>')
    .replace(/\d{4}\/\d\d\/\d\d/, '<date>');
}

/** The variables that a command of the model saw, from its output; undefined when it did not run. */
export function variableFacts(output: string): readonly Fact[] | undefined {
  const [, names] = output.split(/^cockpit-variables$/m);
  if (names === undefined) return undefined;
  return names
    .split('\n')
    .filter((name) => /^[A-Za-z_]\w*$/.test(name))
    .map((name) => ({
      key: `variable ${name} of commands`,
      value: 'set',
      subjects: [{ kind: 'variable', name }],
      witness: showsInTurn(provokingAnswers, 'requests', [`\\n${name}`]),
    }));
}
