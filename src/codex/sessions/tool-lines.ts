const before = 500;

/** The name of the tool in the first bytes of a call, and its id; empty when the line does not say. */
export function readCall(
  buffer: Buffer,
  start: number,
  end: number,
  inner: string,
): { id: string; tool: string } {
  const text = buffer.toString('latin1', start, Math.min(end, start + before));
  const name = /"name":"([^"\\]{1,100})"/.exec(text)?.[1];
  return { id: callId(buffer, start, end), tool: name ?? inner.replace(/_call$/, '') };
}

/** Whether a result says that the call went well; undefined when it does not say. */
export type ToolOutcome = 'ok' | 'failed' | undefined;

/** The call that a result belongs to, and what the result says of it. */
export function readResult(buffer: Buffer, start: number, end: number): { id: string; outcome: ToolOutcome } {
  const id = callId(buffer, start, end);
  const at = within(buffer, '"output":', start, end);
  if (at < 0) return { id, outcome: undefined };
  const first = buffer.toString('latin1', at, Math.min(end, at + before));
  return { id, outcome: outcomeOf(first) ?? outcomeOfCode(lastPart(buffer, at, end)) };
}

/** What the end of a call of an MCP server says; its outcome stands beside it. */
export function readServerCall(
  buffer: Buffer,
  start: number,
  end: number,
): { id: string; outcome: ToolOutcome } {
  const id = callId(buffer, start, end);
  const failed = ['"result":{"Err"', '"isError":true', '"is_error":true'].some(
    (mark) => within(buffer, mark, start, end) >= 0,
  );
  if (failed) return { id, outcome: 'failed' };
  return { id, outcome: within(buffer, '"result":{"Ok"', start, end) >= 0 ? 'ok' : undefined };
}

function callId(buffer: Buffer, start: number, end: number): string {
  // A quote within a text is escaped, so this can only be a member.
  const mark = '"call_id":"';
  const at = within(buffer, mark, start, end);
  if (at < 0) return '';
  const text = buffer.toString('latin1', at + mark.length, Math.min(end, at + mark.length + 120));
  return /^[^"\\]+(?=")/.exec(text)?.[0] ?? '';
}

function within(buffer: Buffer, mark: string, start: number, end: number): number {
  const at = buffer.subarray(start, end).indexOf(mark, 0, 'latin1');
  return at < 0 ? -1 : start + at;
}

const lastPart = (buffer: Buffer, start: number, end: number) =>
  buffer.toString('latin1', Math.max(start, end - before), end);

/** Results of a shell begin with the exit code; a call that came to nothing says why instead. */
function outcomeOf(text: string): ToolOutcome {
  const code =
    /^"output":"(?:Chunk ID: \w+\\n)?(?:Wall time: [\d.]+ seconds\\n)?(?:Process exited with|Exit) code:? (-?\d+)/.exec(
      text,
    )?.[1];
  if (code !== undefined) return code === '0' ? 'ok' : 'failed';
  if (
    /^"output":"(?:unsupported call|failed|exec_command failed|apply_patch verification failed|aborted)/.test(
      text,
    )
  )
    return 'failed';
  return undefined;
}

/** Older results are JSON in a text, with the exit code at its end. */
function outcomeOfCode(text: string): ToolOutcome {
  const code = /\\"exit_code\\":(-?\d+)/.exec(text)?.[1];
  if (code === undefined) return undefined;
  return code === '0' ? 'ok' : 'failed';
}
