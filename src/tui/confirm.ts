import type { Intent } from './intent.ts';
import type { State } from './state.ts';

/** Asks before anything is done, and shows what will be recorded. */
export function confirm(state: State, question: string, records: readonly string[], intent: Intent): State {
  return { ...state, overlay: { type: 'confirm', question, records, intent } };
}
