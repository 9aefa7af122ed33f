import { createHash } from 'node:crypto';
import { cleanLine } from '../../base/text/clean.ts';
import type { Measure } from '../activity.ts';
import { addMeasures, type FigureRow } from './figure-row.ts';
import { surfaceOfOriginator } from './surface-of-client.ts';

/** Digests of what was counted, of each conversation: eight bytes each, in base64 (`figures.imported`, `seen`). */
type Seen = Readonly<Record<string, string>>;

/** The events that entries so far have counted. */
export class SeenEvents {
  readonly #digests = new Map<string, Set<string>>();

  add(seen: Seen): void {
    for (const [conversation, digests] of Object.entries(seen)) {
      const known = this.#digests.get(conversation) ?? new Set();
      this.#digests.set(conversation, known);
      for (const digest of split(digests)) known.add(digest);
    }
  }

  has(conversation: string, digest: string): boolean {
    return this.#digests.get(conversation)?.has(digest) === true;
  }
}

type Attributes = ReadonlyMap<string, unknown>;

/** One thing that counts. */
type Counted = {
  /** The conversation; `metrics` for a point of a metric, which names none. */
  conversation: string;
  day: string;
  digest: string;
  about: { person: string; surface: string; model: string };
  measures: Partial<Record<Measure, number>>;
  /** A turn begins; the first one makes a session. */
  begins: boolean;
};

/** What counts of one conversation: rows in the making, and that in which its first turn began. */
type Conversation = { rows: Map<string, Group>; firstTurn: Group | undefined };

type Group = Pick<Counted, 'day' | 'about' | 'measures'>;

/** Events of the CLI that say nothing that is counted. Others, whose names begin with `codex.` too, are not known. */
const uncounted = new Set([
  'codex.conversation_starts',
  'codex.startup_phase',
  'codex.turn_ttft',
  'codex.tool_decision',
  'codex.websocket_connect',
  'codex.websocket_request',
  'codex.websocket_event',
  'codex.auth_recovery',
  'codex.network_proxy.policy_decision',
  'codex.sandbox_outcome',
]);

const digestBytes = 8;

/**
 * Counts the events and metrics of the CLI in OTLP documents, each once, whatever was exported twice. Only names, numbers
 * and outcomes are read: a `tool_result` has the arguments and the output of the tool even when prompts are redacted.
 *
 * Traps of 0.139.0 and 0.169.0: a completed response is two events, of which one has the tokens; the metrics
 * `codex.thread.started` and `codex.conversation.turn.count` say of a resumed session what was counted before.
 */
export class TelemetryRows {
  readonly #before: SeenEvents;
  readonly #found = new Map<string, Conversation>();
  readonly #digests = new Map<string, Set<string>>();
  /** Names that are not known, each with how often. */
  readonly unknown = new Map<string, number>();
  /** How many records and points were read that are of the CLI. */
  ofCli = 0;

  /** @param before what was counted before; add `seen` to it only once `rows` were taken */
  constructor(before: SeenEvents) {
    this.#before = before;
  }

  /** Adds a document: logs, metrics or something else, which is left out. */
  add(document: unknown): void {
    for (const { resource, scopeLogs } of listOf(document, 'resourceLogs')) {
      const shared = attributesOf(resource);
      for (const scope of asList(scopeLogs))
        for (const record of listOf(scope, 'logRecords')) this.#addEvent(attributesOf(record), shared);
    }
    for (const { resource, scopeMetrics } of listOf(document, 'resourceMetrics')) {
      const shared = attributesOf(resource);
      for (const scope of asList(scopeMetrics))
        for (const metric of listOf(scope, 'metrics')) this.#addMetric(metric, shared);
    }
  }

  /** A row for each conversation, day, person, surface and model. */
  get rows(): FigureRow[] {
    return [...this.#found].flatMap(([conversation, { rows, firstTurn }]) => {
      const isKnown = this.#before.has(conversation, sessionDigest);
      // Rows of another import of the same conversation are others: each is of events that only it counts.
      const part = digestOf([...(this.#digests.get(conversation) ?? [])].toSorted());
      return [...rows.values()].map((row): FigureRow => {
        const { day, about, measures } = row;
        const key = JSON.stringify([conversation, day, about.person, about.surface, about.model, part]);
        const begins = !isKnown && firstTurn === row;
        return {
          ...{ ...about, key, from: day, to: day, repository: '', grade: 'observed', level: null },
          measures: begins ? { ...measures, sessions: 1 } : measures,
        };
      });
    });
  }

  /** What was counted now, to be recorded with the rows. */
  get seen(): Seen {
    return Object.fromEntries(
      [...this.#digests].map(([conversation, digests]) => {
        const begins = this.#found.get(conversation)?.firstTurn !== undefined;
        return [conversation, [...digests, ...(begins ? [sessionDigest] : [])].join('')];
      }),
    );
  }

  #addEvent(attributes: Attributes, shared: Attributes): void {
    const name = textOf(attributes, 'event.name');
    if (!name.startsWith('codex.')) return;
    this.ofCli += 1;
    const measures = measuresOf(name, attributes);
    if (!measures) {
      if (!uncounted.has(name) && !isKnown(name)) this.#note(name);
      return;
    }
    const conversation = textOf(attributes, 'conversation.id');
    const at = textOf(attributes, 'event.timestamp');
    if (
      !/^[A-Za-z0-9][\w-]{7,63}$/.test(conversation) ||
      !/^\d{4}-\d\d-\d\dT/.test(at) ||
      Number.isNaN(Date.parse(at))
    ) {
      this.#note(`${name} without conversation.id or event.timestamp`);
      return;
    }
    const email = textOf(attributes, 'user.email') || textOf(shared, 'user.email');
    const person = email || textOf(attributes, 'user.account_id') || textOf(attributes, 'user.id');
    const originator = textOf(attributes, 'originator') || textOf(shared, 'service.name');
    this.#count({
      ...{ conversation, day: new Date(at).toISOString().slice(0, 10), measures },
      about: {
        ...{ person: person.toLowerCase(), surface: surfaceOfOriginator(originator) },
        model: textOf(attributes, 'model'),
      },
      digest: digestOf([name, at, textOf(attributes, 'call_id'), textOf(attributes, 'attempt'), measures]),
      begins: name === 'codex.user_prompt',
    });
  }

  #addMetric(metric: Readonly<Record<string, unknown>>, shared: Attributes): void {
    const name = cleanLine(String(metric.name ?? ''));
    if (!countedMetrics.has(name)) return;
    const data = asObject(metric.sum ?? metric.histogram);
    if (!['1', 'AGGREGATION_TEMPORALITY_DELTA'].includes(String(data.aggregationTemporality))) {
      this.#note(`${name} that is not a delta`);
      return;
    }
    for (const point of listOf(data, 'dataPoints')) {
      const time = Number(point.timeUnixNano) / 1e6;
      if (!(time > 0 && time < 8e15)) continue;
      this.ofCli += 1;
      const attributes = attributesOf(point);
      const measures = measuresOfPoint(name, attributes, point);
      if (!measures) continue;
      const originator = textOf(attributes, 'originator') || textOf(shared, 'service.name');
      const names = [...attributes].map((pair) => pair.join('=')).toSorted();
      const span = [point.startTimeUnixNano, point.timeUnixNano, textOf(shared, 'host.name')];
      this.#count({
        ...{
          conversation: 'metrics',
          day: new Date(time).toISOString().slice(0, 10),
          measures,
          begins: false,
        },
        about: {
          ...{ person: '', surface: surfaceOfOriginator(originator), model: textOf(attributes, 'model') },
        },
        digest: digestOf([name, names, span, measures]),
      });
    }
  }

  #count(counted: Counted): void {
    const { conversation, digest } = counted;
    if (this.#before.has(conversation, digest)) return;
    const digests = this.#digests.get(conversation) ?? new Set();
    if (digests.has(digest)) return;
    this.#digests.set(conversation, digests.add(digest));
    const { day, about, measures, begins } = counted;
    const found = this.#found.get(conversation) ?? { rows: new Map<string, Group>(), firstTurn: undefined };
    this.#found.set(conversation, found);
    const name = JSON.stringify([day, about.person, about.surface, about.model]);
    const row = found.rows.get(name) ?? { day, about, measures: {} };
    found.rows.set(name, row);
    row.measures = addMeasures(row.measures, measures);
    if (begins && (!found.firstTurn || day < found.firstTurn.day)) found.firstTurn = row;
  }

  #note(name: string): void {
    const shown = name.slice(0, 100);
    this.unknown.set(shown, (this.unknown.get(shown) ?? 0) + 1);
  }
}

const counting = ['codex.user_prompt', 'codex.sse_event', 'codex.tool_result', 'codex.api_request'];
const isKnown = (name: string) => counting.includes(name);

/** What an event counts for; undefined when for nothing. */
function measuresOf(name: string, attributes: Attributes): Counted['measures'] | undefined {
  switch (name) {
    case 'codex.user_prompt':
      return { turns: 1 };
    case 'codex.sse_event': {
      const input = numberOf(attributes, 'input_token_count');
      const output = numberOf(attributes, 'output_token_count');
      // The same response is said once more, with its duration and without tokens.
      if (input === undefined || output === undefined) return undefined;
      const cached = numberOf(attributes, 'cached_token_count');
      const reasoning = numberOf(attributes, 'reasoning_token_count');
      return {
        ...{ requests: 1, failed_requests: 0, input_tokens: input, output_tokens: output },
        ...(cached === undefined ? {} : { cached_input_tokens: cached }),
        ...(reasoning === undefined ? {} : { reasoning_output_tokens: reasoning }),
        total_tokens: input + output,
      };
    }
    case 'codex.tool_result':
      return { tool_calls: 1, failed_tool_calls: textOf(attributes, 'success') === 'false' ? 1 : 0 };
    case 'codex.api_request': {
      const status = numberOf(attributes, 'http.response.status_code');
      const isGood = status !== undefined && status >= 200 && status < 300;
      return isGood ? undefined : { failed_requests: 1 };
    }
    default:
      return undefined;
  }
}

const countedMetrics = new Set(['codex.turn.token_usage', 'codex.tool.call', 'codex.api_request']);

const tokenMeasures: Readonly<Record<string, Measure>> = {
  input: 'input_tokens',
  cached_input: 'cached_input_tokens',
  output: 'output_tokens',
  reasoning_output: 'reasoning_output_tokens',
  total: 'total_tokens',
};

function measuresOfPoint(
  name: string,
  attributes: Attributes,
  point: Readonly<Record<string, unknown>>,
): Counted['measures'] | undefined {
  const count = asNumber(name === 'codex.turn.token_usage' ? point.count : (point.asInt ?? point.asDouble));
  const failed = textOf(attributes, 'success') === 'false';
  if (count === undefined) return undefined;
  if (name === 'codex.tool.call') return { tool_calls: count, failed_tool_calls: failed ? count : 0 };
  if (name === 'codex.api_request') return failed ? { failed_requests: count } : { requests: count };
  const type = textOf(attributes, 'token_type');
  const measure = Object.hasOwn(tokenMeasures, type) ? tokenMeasures[type] : undefined;
  const sum = asNumber(point.sum);
  if (measure === undefined || sum === undefined) return undefined;
  // A turn adds one point of each type.
  return type === 'total' ? { [measure]: sum, turns: count } : { [measure]: sum };
}

const digestOf = (parts: unknown): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, digestBytes).toString('base64');

const sessionDigest = digestOf('session');

/** Each digest has as many characters as the first. */
const split = (digests: string): readonly string[] =>
  digests.match(new RegExp(`.{${sessionDigest.length}}`, 'g')) ?? [];

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects in a list that is a member of another object. */
const listOf = (value: unknown, name: string) => asList(asObject(value)[name]).map(asObject);

/** The attributes of a record, a point or a resource, each with its value in whatever form it has. */
function attributesOf(value: unknown): Attributes {
  return new Map(
    listOf(value, 'attributes').map(({ key, value: wrapped }) => [
      String(key),
      Object.values(asObject(wrapped))[0],
    ]),
  );
}

/** A text of an attribute on one line, of at most 200 characters; also of a number or true and false. */
function textOf(attributes: Attributes, name: string): string {
  const value = attributes.get(name);
  return ['string', 'number', 'boolean'].includes(typeof value) ? cleanLine(String(value)).slice(0, 200) : '';
}

const numberOf = (attributes: Attributes, name: string) => asNumber(attributes.get(name));

/** A number of 0 or more; OTLP writes whole numbers as text. */
function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : undefined;
}
