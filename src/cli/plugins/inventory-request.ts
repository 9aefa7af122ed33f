import type { OnProgress } from '../../domain/base/progress.ts';
import type { Call } from '../program/call.ts';
import type { CommonFlags } from '../program/host.ts';

/**
 * What every reading of an inventory is asked with. On a terminal one line on stderr, rewritten in place, says how many
 * plugins have been hashed.
 */
export function inventoryRequest(
  { codex, quiet }: CommonFlags & { codex: string | undefined },
  { host, signal }: Call,
) {
  if (quiet || !host.messagesToTerminal) return { codex, signal };
  const onProgress: OnProgress = ({ done = 0, planned = 0 }) =>
    host.message(done < planned ? `\r\u001b[Khashed ${done} of ${planned} plugins` : '\r\u001b[K');
  return { codex, signal, onProgress };
}
