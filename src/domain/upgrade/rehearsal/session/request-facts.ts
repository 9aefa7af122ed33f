import * as z from 'zod';
import { formatSize } from '../../../base/text/size.ts';
import type { Fact } from '../observation.ts';
import type { Subject } from '../subject.ts';
import type { WitnessScript } from '../witness.ts';
import { showsInRequest } from './session-witness.ts';

const anyTool = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  tools: z.array(z.unknown()).optional(),
});
const inputItem = z.looseObject({
  tools: z.array(z.unknown()).optional(),
  content: z.unknown().optional(),
});
const part = z.looseObject({ text: z.string() });
const requestShape = z.looseObject({
  model: z.string(),
  instructions: z.string().optional(),
  input: z.array(z.unknown()),
  tools: z.array(z.unknown()).optional(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  client_metadata: z.record(z.string(), z.unknown()).nullish(),
});

/** What a request to the model consists of, whichever way its version writes it. */
export type ReadRequest = {
  model: string;
  effort: string | undefined;
  /** The base instructions stand in a field of their own; else they are a part of the input. */
  hasInstructionsField: boolean;
  /** Each text that the model reads. */
  texts: readonly string[];
  /** How each tool is offered, by its name; a tool of a namespace has it before a dot. */
  tools: ReadonlyMap<string, string>;
  /** Plain parameters, nested ones with dots, and which metadata is sent. */
  parameters: ReadonlyMap<string, string>;
  bytes: number;
};

/**
 * Reads a request for the Responses API. Newer versions put their instructions and their tools into the input, and
 * offer most tools only within one that runs scripts (docs/codex-facts.md, "First request").
 *
 * @throws ZodError when it is no such request
 */
export function readModelRequest(body: unknown): ReadRequest {
  const request = requestShape.parse(body);
  const items = request.input
    .map((item) => inputItem.safeParse(item).data)
    .filter((item) => item !== undefined);
  const inInput = items.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const texts = inInput.flatMap((one) => part.safeParse(one).data?.text ?? []);
  return {
    model: request.model,
    effort: request.reasoning?.effort ?? undefined,
    hasInstructionsField: (request.instructions ?? '') !== '',
    texts: [request.instructions ?? '', ...texts].filter((text) => text !== ''),
    tools: offeredTools([...(request.tools ?? []), ...items.flatMap(({ tools = [] }) => tools)]),
    parameters: parametersOf(request),
    bytes: Buffer.byteLength(JSON.stringify(body)),
  };
}

function offeredTools(all: readonly unknown[]): ReadonlyMap<string, string> {
  const offered = new Map<string, string>();
  const collect = (tools: readonly unknown[], namespace: string) => {
    for (const one of tools) {
      const { data } = anyTool.safeParse(one);
      if (!data) continue;
      const name = `${namespace}${data.name ?? data.type}`;
      if (data.tools) {
        collect(data.tools, data.name === undefined || data.name === 'functions' ? '' : `${data.name}.`);
        continue;
      }
      offered.set(name, 'offered');
      // A tool that runs scripts describes the tools that a script may call under headings.
      if (name !== 'exec') continue;
      for (const [, nested = ''] of (data.description ?? '').matchAll(/^### `([\w.-]+)`/gm))
        if (!offered.has(nested)) offered.set(nested, `within the tool ${name}`);
    }
  };
  collect(all, '');
  return offered;
}

// They are facts of their own, or another one in each request.
const notPlain = ['model', 'instructions', 'input', 'tools', 'prompt_cache_key', 'client_metadata'];
const identifier = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

function parametersOf(request: z.output<typeof requestShape>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const collect = (value: unknown, path: string) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) collect(inner, `${path}.${key}`);
    else if (path !== 'reasoning.effort' && !(typeof value === 'string' && identifier.test(value)))
      found.set(path, JSON.stringify(value));
  };
  for (const [key, value] of Object.entries(request)) if (!notPlain.includes(key)) collect(value, key);
  for (const key of Object.keys(request.client_metadata ?? {})) found.set(`client_metadata.${key}`, 'sent');
  return found;
}

/** Configurations for the witnesses of a session: as little of what the team has as makes a fact so. */
export type WitnessConfigs = { model: string; tools: string };

const setting = (name: string): Subject => ({ kind: 'setting', name });

/** What a team depends on in a request that its configuration makes. */
export function requestFacts(
  { model, effort, hasInstructionsField, parameters, bytes }: ReadRequest,
  configs: WitnessConfigs,
): readonly Fact[] {
  const level = effort === undefined ? '"effort":null' : `"effort":${JSON.stringify(effort)}`;
  return [
    {
      key: 'model',
      value: model,
      subjects: [setting('model')],
      ofTeam: true,
      witness: showsInRequest(`"model":${JSON.stringify(model)}`, configs.model),
    },
    {
      key: 'reasoning effort',
      value: effort ?? 'none',
      subjects: [setting('model_reasoning_effort')],
      ofTeam: true,
      ...(effort !== undefined && { witness: showsInRequest(level, configs.model) }),
    },
    {
      key: 'base instructions',
      value: hasInstructionsField ? 'in the field instructions' : 'in the input',
    },
    {
      key: 'size',
      value: formatSize(bytes),
      ofTeam: true,
      amount: { value: bytes, unit: 'bytes', leeway: 4096 },
    },
    ...[...parameters].map(([name, value]) => ({ key: `parameter ${name}`, value })),
  ];
}

/** The tools that a request offers. */
export function toolFacts({ tools }: ReadRequest, configs: WitnessConfigs): readonly Fact[] {
  return [...tools].map(([name, value]) => ({
    key: `tool ${name}`,
    value,
    subjects: [{ kind: 'tool', name }],
    ...(value === 'offered' &&
      !name.includes('.') && {
        // Those that the service runs have a type and no name.
        witness: showsInRequest(`"(name|type)":"${name}"`, configs.tools),
      }),
  }));
}

/** A text of the team's that a session should give to the model. */
export type ExpectedText = { name: string; text: string; witness?: WitnessScript | undefined };

/** Those texts of the team's that are really in a request, whatever the CLI says that it loaded. */
export function textFacts(
  { texts }: Pick<ReadRequest, 'texts'>,
  expected: readonly ExpectedText[],
): readonly Fact[] {
  const taken = new Map<string, number>();
  return expected.flatMap(({ name, text, witness }): Fact[] => {
    const wanted = text.trim();
    if (wanted === '') return [];
    // Of two files with the same text, the second needs a place of its own.
    const before = taken.get(wanted) ?? 0;
    taken.set(wanted, before + 1);
    const times = texts.reduce((sum, one) => sum + one.split(wanted).length - 1, 0);
    const value = times > before ? 'whole' : before > 0 ? undefined : describePart(texts, wanted);
    if (value === undefined) return [];
    const subjects = [name.includes('.md') ? { kind: 'file' as const, name } : setting(name)];
    return [{ key: name, value, subjects, ofTeam: true, ...(value === 'whole' && witness && { witness }) }];
  });
}

/** Fewer characters than this are found in any long text. */
const leastPart = 16;

/** Undefined when not even the beginning is there. */
function describePart(texts: readonly string[], wanted: string): string | undefined {
  let [found, missing] = [0, wanted.length];
  while (found + 1 < missing) {
    const middle = Math.floor((found + missing) / 2);
    if (texts.some((one) => one.includes(wanted.slice(0, middle)))) found = middle;
    else missing = middle;
  }
  if (found < leastPart) return undefined;
  return `cut after ${Buffer.byteLength(wanted.slice(0, found))} of ${Buffer.byteLength(wanted)} bytes`;
}
