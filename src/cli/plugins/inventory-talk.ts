import type { CommonFlags, Host } from '../program/host.ts';

/** Tells on stderr how many plugins have been hashed, on one line that rewrites itself; only to a person. */
export function talkOfInventory(
  host: Host,
  { quiet }: CommonFlags,
): { onProgress?: (done: number, planned: number) => void } {
  if (quiet || !host.talksToTerminal) return {};
  return {
    onProgress: (done, planned) =>
      host.talk(done < planned ? `\r\u001b[Khashed ${done} of ${planned} plugins` : '\r\u001b[K'),
  };
}
