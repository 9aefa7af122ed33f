import { execFileSync } from 'node:child_process';

/** Whether this machine lets a test give the CLI an /etc/codex of its own. */
export const canMount = (() => {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  try {
    execFileSync('unshare', [...asRoot, '--mount', '--propagation', 'private', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
