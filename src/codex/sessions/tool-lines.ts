import type { LineHead } from './line-form.ts';

const before = 500;
/** Bytes in which a result says how it ended, and in which a call ends. */
const outcomeBytes = 160;
const lastBytes = 80;

/** The name of the tool of a call, and the id of the call; empty when the line does not say. */
export function readCall(
  head: LineHead,
  buffer: Buffer,
  start: number,
  end: number,
): { id: string; tool: string } {
  const name = /"name":"([^"\\]{1,100})"/;
  const found =
    name.exec(head.text) ?? name.exec(buffer.toString('latin1', start, Math.min(end, start + before)));
  return { id: callId(head, buffer, start, end), tool: found?.[1] ?? head.inner.replace(/_call$/, '') };
}

/** Whether a result says that the call went well; undefined when it does not say. */
export type ToolOutcome = 'ok' | 'failed' | undefined;

/** The call that a result belongs to, and what the result says of it. */
export function readResult(
  head: LineHead,
  buffer: Buffer,
  start: number,
  end: number,
): { id: string; outcome: ToolOutcome } {
  const id = callId(head, buffer, start, end);
  const inHead = head.text.indexOf('"output":');
  const at = inHead >= 0 ? start + inHead : within(buffer, '"output":', start, end);
  if (at < 0) return { id, outcome: undefined };
  const first = buffer.toString('latin1', at, Math.min(end, at + outcomeBytes));
  return { id, outcome: outcomeOf(first) ?? outcomeOfCode(lastPart(buffer, at, end)) };
}

/** What the end of a call of an MCP server says; its outcome stands beside it. */
export function readServerCall(
  head: LineHead,
  buffer: Buffer,
  start: number,
  end: number,
): { id: string; outcome: ToolOutcome } {
  const id = callId(head, buffer, start, end);
  const failed = ['"result":{"Err"', '"isError":true', '"is_error":true'].some(
    (mark) => within(buffer, mark, start, end) >= 0,
  );
  if (failed) return { id, outcome: 'failed' };
  return { id, outcome: within(buffer, '"result":{"Ok"', start, end) >= 0 ? 'ok' : undefined };
}

/** A quote within a text is escaped, so that this can only be a member; that of a call is often the last one. */
function callId({ text }: LineHead, buffer: Buffer, start: number, end: number): string {
  const id = /"call_id":"([^"\\]{1,120})"/;
  const near = id.exec(text) ?? id.exec(buffer.toString('latin1', Math.max(start, end - lastBytes), end));
  if (near) return near[1] ?? '';
  const at = within(buffer, '"call_id":"', start, end);
  return at < 0 ? '' : (id.exec(buffer.toString('latin1', at, Math.min(end, at + before)))?.[1] ?? '');
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
