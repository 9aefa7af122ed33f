import * as z from 'zod';

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
export type ExecEvent = z.output<typeof event>;

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
