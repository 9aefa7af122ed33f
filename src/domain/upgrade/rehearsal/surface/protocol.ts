import * as z from 'zod';
import { isTable } from '../../../base/shape/check-shape.ts';
import type { Protocol } from '../../baseline/baseline.ts';
import type { Fact } from '../observation.ts';
import type { Subject } from '../subject.ts';

/** Of each type its fields, and whether they are always there. */
export type FieldsOfTypes = Readonly<Record<string, Readonly<Record<string, Presence>>>>;

type Presence = 'always there' | 'may be left out' | 'in some forms of it only';

const form = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});

const type = form.extend({
  oneOf: z.array(form).optional(),
  anyOf: z.array(form).optional(),
  allOf: z.array(form).optional(),
});

const definitions = z.looseObject({ definitions: z.record(z.string(), z.unknown()).default({}) });

/** Reads the fields of all types of generated schemas. A type of several forms may have a field in some of them only. */
export function readFields(schemas: readonly unknown[]): FieldsOfTypes {
  const types = new Map<string, Record<string, Presence>>();
  for (const schema of schemas) {
    for (const [name, definition] of Object.entries(definitions.parse(schema).definitions)) {
      // A type may be `true`: it takes anything.
      const { data } = type.safeParse(definition);
      const fields = data ? fieldsOf(data) : {};
      if (Object.keys(fields).length > 0) types.set(name, { ...types.get(name), ...fields });
    }
  }
  return Object.fromEntries([...types].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function fieldsOf({ allOf = [], oneOf = [], anyOf = [], ...own }: z.output<typeof type>) {
  const whole = [own, ...allOf];
  const forms = [...oneOf, ...anyOf];
  const presenceIn = (name: string): Presence => {
    const isIn = (one: z.output<typeof form>) => one.properties?.[name] !== undefined;
    const needs = (one: z.output<typeof form>) => one.required?.includes(name) === true;
    if (whole.some(needs)) return 'always there';
    if (whole.some(isIn)) return 'may be left out';
    if (!forms.every(isIn)) return 'in some forms of it only';
    return forms.every(needs) ? 'always there' : 'may be left out';
  };
  const names = [...whole, ...forms].flatMap(({ properties }) => Object.keys(properties ?? {}));
  return Object.fromEntries([...new Set(names)].sort().map((name) => [name, presenceIn(name)]));
}

/** Which types and properties a type has, itself and below it. */
export type TypeGraph = {
  /** The types that each type refers to. */
  refersTo: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names of all properties that have a type. */
  propertiesOf: ReadonlyMap<string, ReadonlySet<string>>;
};

const reference = '#/definitions/';

/** Reads from generated schemas what refers to what. */
export function readGraph(schemas: readonly unknown[]): TypeGraph {
  const refersTo = new Map<string, Set<string>>();
  const propertiesOf = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, key: string, value: string) =>
    map.set(key, (map.get(key) ?? new Set()).add(value));
  const visit = (node: unknown, owner: string, property: string | undefined): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, owner, property);
    else if (isTable(node)) {
      const { $ref: target, properties, ...rest } = node;
      if (typeof target === 'string' && target.startsWith(reference)) {
        const name = target.slice(reference.length);
        add(refersTo, owner, name);
        if (property !== undefined) add(propertiesOf, name, property);
      }
      if (isTable(properties)) for (const [name, one] of Object.entries(properties)) visit(one, owner, name);
      for (const one of Object.values(rest)) visit(one, owner, property);
    }
  };
  for (const schema of schemas)
    for (const [name, definition] of Object.entries(definitions.parse(schema).definitions))
      visit(definition, name, undefined);
  return { refersTo, propertiesOf };
}

/** The methods whose parameters or answers have a type, by the names that the generated types have. */
function methodsByType(methods: readonly string[], { refersTo }: TypeGraph): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const method of methods) {
    const name = typeName(method);
    const queue = ['Params', 'Response', 'Notification'].map((kind) => `${name}${kind}`);
    const seen = new Set<string>();
    for (let type = queue.pop(); type !== undefined; type = queue.pop()) {
      if (seen.has(type)) continue;
      seen.add(type);
      queue.push(...(refersTo.get(type) ?? []));
    }
    for (const type of seen) found.set(type, [...(found.get(type) ?? []), method]);
  }
  return found;
}

/** `HooksList` for `hooks/list`: what the names of its parameters and its answer begin with. */
function typeName(method: string): string {
  return method
    .split(/[/_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Facts of methods with the parameters that they need, of the values that parameters take, and of fields. */
export function protocolFacts(
  { requests, notifications, serverRequests, values = {} }: Protocol,
  { fields, graph }: { fields: FieldsOfTypes; graph: TypeGraph },
): readonly Fact[] {
  const types = new Set([...Object.keys(values), ...Object.keys(fields)]);
  const kindOf = (method: string): keyof typeof fileOf => {
    if (Object.hasOwn(requests, method)) return 'request';
    return notifications.includes(method) ? 'notification' : 'server request';
  };
  const methods = methodsByType([...Object.keys(requests), ...notifications, ...serverRequests], graph);
  return [
    ...Object.entries(requests).flatMap(([method, needed]) => [
      methodFact('request', method),
      {
        key: `request ${method} needs`,
        value: needed.length === 0 ? 'no parameter' : needed.join(', '),
        partOf: `request ${method}`,
        subjects: [{ kind: 'method', name: method }] as const,
      },
    ]),
    ...notifications.map((method) => methodFact('notification', method)),
    ...serverRequests.map((method) => methodFact('server request', method)),
    ...[...types].map((name) => {
      // What one method alone takes or answers goes with it.
      const [method, ...others] = methods.get(name) ?? [];
      const isPart = method !== undefined && others.length === 0;
      return {
        key: `type ${name}`,
        value: 'there',
        ...(isPart ? { partOf: `${kindOf(method)} ${method}` } : {}),
      };
    }),
    ...Object.entries(values).flatMap(([name, texts]) => {
      const properties = [...(graph.propertiesOf.get(name) ?? [])];
      return texts.map((text) => valueFact(name, text, properties));
    }),
    ...Object.entries(fields).flatMap(([name, ofType]) =>
      Object.entries(ofType).map(([field, presence]) => ({
        key: `field ${name}.${field}`,
        value: presence,
        partOf: `type ${name}`,
        subjects: (methods.get(name) ?? []).map(
          (method) => ({ kind: 'field', name: `${method}.${field}` }) as const,
        ),
      })),
    ),
  ];
}

const fileOf = {
  request: 'ClientRequest',
  notification: 'ServerNotification',
  'server request': 'ServerRequest',
};

function methodFact(kind: keyof typeof fileOf, method: string): Fact {
  return {
    key: `${kind} ${method}`,
    value: kind === 'request' ? 'answered' : 'sent',
    subjects: [{ kind: 'method', name: method }],
    ...generatedWitness(`"$WORK/ts/${fileOf[kind]}.ts"`, method),
  };
}

function valueFact(name: string, text: string, properties: readonly string[]): Fact {
  return {
    key: `value ${name}=${text}`,
    value: 'taken',
    partOf: `type ${name}`,
    subjects: properties.map((property): Subject => ({ kind: 'value', name: `${property}=${text}` })),
    ...(/^\w+$/.test(name) ? generatedWitness(`$(find "$WORK/ts" -name ${name}.ts)`, text) : {}),
  };
}

/** The CLI says itself what it understands; a request would need a thread first. */
function generatedWitness(file: string, text: string): Pick<Fact, 'witness'> {
  if (!/^[\w/.-]+$/.test(text)) return {};
  return {
    witness: {
      lines: ['"$CODEX" app-server generate-ts --out "$WORK/ts"', `grep -o '"${text}"' ${file} /dev/null`],
    },
  };
}
