/** What the first bytes of a line say: when it was written, and of what type it is and what it carries. */
export type LineHead = {
  timestamp: string;
  type: string;
  /** The type within `event_msg` and `response_item`; empty for other lines. */
  inner: string;
  /** The first bytes of the line, one character each. */
  text: string;
};

const head =
  /^\{"timestamp":"([^"\\]{1,40})",(?:"ordinal":\d+,)?"type":"(\w+)","payload":\{(?:"type":"(\w+)")?/;

/** Bytes of a line in which its head is looked for. */
export const headBytes = 200;

/** The head of a line as the CLI writes it; undefined when its members are in another order. */
export function readHead(text: string): LineHead | undefined {
  const found = head.exec(text);
  if (!found) return undefined;
  const [, timestamp = '', type = '', inner = ''] = found;
  return { timestamp, type, inner, text };
}

/** Types of lines from 0.120.0 to 0.169.0 (docs/codex-facts.md, "Session files"). */
const knownLines = new Set([
  'session_meta',
  'turn_context',
  'compacted',
  'token_usage_record',
  'world_state',
  'inter_agent_communication',
  'inter_agent_communication_metadata',
]);

/** Lines of which more than the head is needed. */
const wholeLines = new Set(['session_meta', 'turn_context', 'token_usage_record']);
const wholeEvents = new Set([
  'task_complete',
  'task_started',
  'thread_settings_applied',
  'token_count',
  'turn_aborted',
  'turn_complete',
  'turn_started',
]);

/** Whether a line is small and of importance, so that it is parsed. */
export const isReadWhole = ({ type, inner }: Pick<LineHead, 'type' | 'inner'>): boolean =>
  type === 'event_msg' ? wholeEvents.has(inner) : wholeLines.has(type);

const knownEvents = new Set([
  'agent_message',
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'context_compacted',
  'entered_review_mode',
  'error',
  'exited_review_mode',
  'image_generation_end',
  'item_completed',
  'mcp_tool_call_end',
  'patch_apply_end',
  'sub_agent_activity',
  'task_complete',
  'task_started',
  'thread_goal_updated',
  'thread_name_updated',
  'thread_rolled_back',
  'thread_settings_applied',
  'token_count',
  'turn_aborted',
  'turn_complete',
  'turn_started',
  'user_message',
  'web_search_end',
]);

const knownItems = new Set([
  'additional_tools',
  'agent_message',
  'compaction',
  'context_compaction',
  'custom_tool_call',
  'custom_tool_call_output',
  'function_call',
  'function_call_output',
  'image_generation_call',
  'local_shell_call',
  'message',
  'reasoning',
  'tool_search_call',
  'tool_search_output',
  'web_search_call',
]);

/** The name under which a line of an unknown type is counted; undefined for a known one. */
export function unknownType({ type, inner }: Pick<LineHead, 'type' | 'inner'>): string | undefined {
  if (type === 'event_msg') return knownEvents.has(inner) ? undefined : `event_msg/${inner}`;
  if (type === 'response_item') return knownItems.has(inner) ? undefined : `response_item/${inner}`;
  return knownLines.has(type) ? undefined : type;
}
