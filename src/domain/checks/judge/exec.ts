import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { fail, type Judgement, pass, warn } from '../judgement.ts';

const tokens = z.number().int().nonnegative();

// Members differ between versions, so all but the input and output counts may be absent
// (docs/codex-facts.md, "Events of exec").
const usage = z.looseObject({
  input_tokens: tokens,
  output_tokens: tokens,
  cached_input_tokens: tokens.optional(),
  reasoning_output_tokens: tokens.optional(),
});

const item = z.looseObject({ id: z.string(), type: z.string() });

const event = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('thread.started'), thread_id: z.string() }),
  z.looseObject({ type: z.literal('turn.started') }),
  z.looseObject({ type: z.literal('turn.completed'), usage }),
  z.looseObject({ type: z.literal('turn.failed'), error: z.looseObject({ message: z.string() }) }),
  z.looseObject({ type: z.literal('item.started'), item }),
  z.looseObject({ type: z.literal('item.updated'), item }),
  z.looseObject({ type: z.literal('item.completed'), item }),
  z.looseObject({ type: z.literal('error'), message: z.string() }),
]);

/** One event of `codex exec --json`. */
type ExecEvent = z.output<typeof event>;

/** The stream of one run: its events, and the lines that are none, 1-based. */
export type ExecStream = { events: readonly ExecEvent[]; strangeLines: readonly number[] };

/** Reads the JSON lines of `codex exec --json`; a partial last line counts as strange. */
export function parseExecStream(stdout: string): ExecStream {
  const events: ExecEvent[] = [];
  const strangeLines: number[] = [];
  for (const [index, line] of stdout.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseEvent(line);
    if (parsed) events.push(parsed);
    else strangeLines.push(index + 1);
  }
  return { events, strangeLines };
}

/** The text of the last message of the agent; undefined when it said nothing. */
export function lastMessage({ events }: ExecStream): string | undefined {
  const messages = events.flatMap((one) =>
    one.type === 'item.completed' && one.item.type === 'agent_message' ? [String(one.item.text)] : [],
  );
  return messages.at(-1);
}

function parseEvent(line: string): ExecEvent | undefined {
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** A turn against a model that answers with a command and then with a nonce. */
export type ExecTrial = {
  outcome: Outcome;
  nonce: string;
  /** The user agent of the first request that reached the model. */
  userAgent: string | undefined;
  /** The results of tools that the CLI returned to the model. */
  toolResults: readonly string[];
};

/**
 * Passes when one turn was carried out: exit 0, one `turn.completed` with usage, no `turn.failed`, the
 * command ran and the last message is the nonce (docs/codex-facts.md, "Events of exec").
 *
 * @param tested version of the CLI under test
 */
export function judgeExecSmoke(
  { outcome, nonce, userAgent, toolResults }: ExecTrial,
  tested: string,
): Judgement {
  const expected = 'exit 0, one completed turn, the command run, the nonce as last message';
  const stream = parseExecStream(outcome.stdout);
  const differ = (actual: string) =>
    fail({ summary: 'codex exec did not carry out a turn', expected, actual });
  const completed = ofType(stream, 'turn.completed');
  const failed = ofType(stream, 'turn.failed');
  if (!exited(outcome))
    return differ(`${describeEnd(outcome.end)}: ${cleanLine(errorText(outcome)).slice(0, 200)}`);
  if (failed.length > 0) return differ(`turn.failed: ${cleanLine(JSON.stringify(failed[0]))}`);
  if (completed.length !== 1) return differ(`${completed.length} turn.completed events`);
  // What went back to the model, not the event: with a fast model the command's last event may be missing.
  if (!toolResults.some((result) => result.includes(nonce)))
    return differ('no command result with the nonce');
  const message = lastMessage(stream);
  if (message?.trim() !== nonce)
    return differ(`last message: ${cleanLine(message ?? '(none)').slice(0, 120)}`);
  if (!userAgent?.includes(`/${tested} `)) {
    const actual = `user agent ${cleanLine(userAgent ?? '(none)').slice(0, 120)}`;
    return fail({
      summary: 'the request came from another version',
      expected: `a user agent of ${tested}`,
      actual,
    });
  }
  if (stream.strangeLines.length > 0) {
    return warn({
      summary: 'the turn was carried out, but the event stream has lines that are not known events',
      expected: 'only documented events',
      actual: `line ${stream.strangeLines.join(', ')}`,
    });
  }
  const { usage } = completed[0] as Extract<ExecEvent, { type: 'turn.completed' }>;
  return pass(`a turn was carried out: ${usage.input_tokens} tokens in, ${usage.output_tokens} out`);
}

/** Passes when a model that fails is reported as a failed turn and never as a completed one. */
export function judgeExecFailure(outcome: Outcome): Judgement {
  const expected = 'exit 1, one turn.failed, no turn.completed';
  const stream = parseExecStream(outcome.stdout);
  const failed = ofType(stream, 'turn.failed').length;
  const completed = ofType(stream, 'turn.completed').length;
  const actual = `${describeEnd(outcome.end)}, ${failed} turn.failed, ${completed} turn.completed`;
  if (exited(outcome, 1) && failed === 1 && completed === 0)
    return pass('a failing turn is reported as failed');
  return fail({ summary: 'a failing turn is not reported as failed', expected, actual });
}

function ofType(stream: ExecStream, type: ExecEvent['type']): ExecEvent[] {
  return stream.events.filter((one) => one.type === type);
}

/** A turn that demands an answer in a form. */
export type OutputSchemaTrial = {
  outcome: Outcome;
  /** The JSON Schema that was given. */
  schema: unknown;
  /** The nonce that the answer carries. */
  nonce: string;
  /** Body of the first request that reached the model. */
  request: unknown;
  /** Text of the `-o` file; undefined when it was not written. */
  written: string | undefined;
};

const requestShape = z.looseObject({
  text: z.looseObject({
    format: z.looseObject({ type: z.string(), strict: z.boolean().optional(), schema: z.unknown() }),
  }),
});

const answerShape = z.strictObject({ nonce: z.string() });

/**
 * Passes when the form reached the model and the answer that was written has it. The CLI does not
 * validate the answer itself (docs/codex-facts.md, "Output schema"), so we do.
 */
export function judgeOutputSchema({
  outcome,
  schema,
  nonce,
  request,
  written,
}: OutputSchemaTrial): Judgement {
  const expected = 'the schema in the request, and an answer of its form in the -o file';
  const differ = (actual: string) => fail({ summary: '--output-schema does not work', expected, actual });
  if (!exited(outcome)) return differ(describeEnd(outcome.end));
  const asked = requestShape.safeParse(request).data;
  if (!asked) return differ('the request names no text format');
  if (!isDeepStrictEqual(asked.text.format.schema, schema))
    return differ('the request carries another schema');
  if (written === undefined) return differ('the -o file was not written');
  try {
    if (answerShape.parse(JSON.parse(written)).nonce === nonce)
      return pass('the schema was sent, and the answer has its form');
  } catch {
    // Said below, with what was written.
  }
  return differ(`written: ${cleanLine(written).slice(0, 120)}`);
}
