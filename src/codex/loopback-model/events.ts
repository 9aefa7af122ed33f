import { LOOPBACK_USAGE, type ModelStep } from './script.ts';

type StreamStep = Exclude<ModelStep, { type: 'http-error' | 'silent' }>;

/** A server-sent event of the Responses API: its name, and data with the name as `type`. */
export type ModelEvent = { type: string } & Record<string, unknown>;

/**
 * The events that answer one request: the smallest stream that the CLI accepts
 * (docs/codex-facts.md, "Loopback model").
 *
 * @param turn 1 for the first request of a script; makes ids unique
 */
export function answerEvents(step: StreamStep, turn: number): readonly ModelEvent[] {
  const response = { id: `resp_${turn}` };
  const created: ModelEvent = { type: 'response.created', response };
  switch (step.type) {
    case 'truncated':
      return [created];
    case 'failed': {
      const { code, message } = step;
      return [created, { type: 'response.failed', response: { ...response, error: { code, message } } }];
    }
    default:
      return [
        created,
        { type: 'response.output_item.done', item: outputItem(step, turn) },
        { type: 'response.completed', response: { ...response, usage } },
      ];
  }
}

/** One event on the wire. */
export function encodeEvent(event: ModelEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

const { input, cached, output, reasoning } = LOOPBACK_USAGE;

const usage = {
  input_tokens: input,
  input_tokens_details: { cached_tokens: cached },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: reasoning },
  total_tokens: input + output,
};

function outputItem(step: Extract<StreamStep, { type: 'text' | 'command' | 'patch' }>, turn: number) {
  const call_id = `call_${turn}`;
  switch (step.type) {
    case 'text': {
      const content = [{ type: 'output_text', text: step.text }];
      return { type: 'message', role: 'assistant', id: `msg_${turn}`, content };
    }
    case 'command':
      return {
        type: 'function_call',
        name: 'exec_command',
        call_id,
        arguments: JSON.stringify({ cmd: step.command }),
      };
    case 'patch':
      return { type: 'custom_tool_call', name: 'apply_patch', call_id, input: step.patch };
  }
}
