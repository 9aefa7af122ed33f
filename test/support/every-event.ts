import * as z from 'zod';
import {
  type CockpitEvent,
  EVENT_KINDS,
  type EventKind,
  formOf,
  readEvent,
} from '../../src/domain/history/entry/event.ts';

/**
 * An event of every kind that can be recorded, made from its form, with `text` wherever a text may stand. A new kind
 * is in it by itself.
 */
export function everyEvent(text = 'some text'): readonly CockpitEvent[] {
  return EVENT_KINDS.map((kind) => {
    const body = sample(z.toJSONSchema(formOf(kind)) as Schema, text);
    return readEvent({ seq: 1, kind, body: JSON.stringify(body) });
  });
}

/** An event of one kind, made in the same way. */
export function eventOf<K extends EventKind>(kind: K): Extract<CockpitEvent, { kind: K }> {
  const found = everyEvent().find(
    (event): event is Extract<CockpitEvent, { kind: K }> => event.kind === kind,
  );
  if (!found) throw new Error(`there is no kind ${kind}`);
  return found;
}

type Schema = {
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  format?: string;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
};

function sample(schema: Schema, text: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  // Forms by their number: the newest is what is recorded now.
  const newest = schema.oneOf?.at(-1);
  if (newest) return sample(newest, text);
  if (schema.anyOf?.[0]) return sample(schema.anyOf[0], text);
  // What may be null is written ["string", "null"].
  switch (typeof schema.type === 'string' ? schema.type : schema.type?.[0]) {
    case 'string':
      return moments[schema.format ?? ''] ?? text;
    case 'integer':
    case 'number':
      return 7;
    case 'boolean':
      return true;
    case 'array':
      return schema.items ? [sample(schema.items, text)] : [];
    case 'object':
      return Object.fromEntries([...membersOf(schema, text), ...recordOf(schema, text)]);
    default:
      return text;
  }
}

const moments: Record<string, string> = { 'date-time': '2026-11-20T12:00:00.000Z', date: '2026-11-20' };

function membersOf({ properties = {} }: Schema, text: string): readonly (readonly [string, unknown])[] {
  return Object.entries(properties).map(([name, member]) => [name, sample(member, text)]);
}

/** One member of an object that has names of its own. */
function recordOf(
  { propertyNames, additionalProperties }: Schema,
  text: string,
): readonly (readonly [string, unknown])[] {
  if (typeof additionalProperties !== 'object') return [];
  return [[String(sample(propertyNames ?? { type: 'string' }, text)), sample(additionalProperties, text)]];
}
