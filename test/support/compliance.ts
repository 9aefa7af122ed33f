/** A line of a compliance log: a prompt with an answer, with other members than these where they are given. */
export function complianceLine(fields: object = {}): string {
  return JSON.stringify({
    event_id: 'e-1',
    type: 'CODEX_LOG',
    timestamp: '2026-11-18T09:30:00.000000Z',
    principal: { id: 'ws-1', type: 'CHATGPT_WORKSPACE' },
    actor: { type: 'ACCOUNT_USER', user_id: 'user-1', user_email: 'Ada@example.com' },
    event_type: 'PROMPT_RESPONSE_RECEIVED',
    client_id: 'CODEX_CLI',
    workspace_id: 'ws-1',
    event_details: {
      detail_type: 'PROMPT_RESPONSE_RECEIVED',
      session_id: 's-1',
      turn_id: 't-1',
      call_id: 'c-1',
      prompt_text: 'Split the checkout into two modules, please.',
      response_text: 'It is split into two modules.',
      status: 'success',
      model: 'gpt-5.5',
      service_tier: 'default',
      reasoning_effort: 'medium',
      token_usage: {
        input_tokens: 4000,
        output_tokens: 500,
        cached_input_tokens: 1000,
        reasoning_output_tokens: 200,
      },
      environment_id: 'env-1',
    },
    ...fields,
  });
}

/** As many such lines as asked for, a minute after each other, each with its id. */
export function complianceLines(count: number, { start = '2026-11-18T09:30:00Z', name = 'e' } = {}): string {
  return Array.from({ length: count }, (_, index) => {
    const timestamp = new Date(Date.parse(start) + index * 60_000).toISOString();
    return `${complianceLine({ event_id: `${name}-${index}`, timestamp })}\n`;
  }).join('');
}
