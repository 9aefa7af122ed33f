import { cleanLine } from '../../base/text/clean.ts';

/**
 * Whether a text names a file inside a repository, whichever it is: relative, with `/`, without a step
 * upwards, and not in git's own folder.
 */
export function isRepositoryPath(path: string): boolean {
  if (path === '' || cleanLine(path) !== path || /\\|^\/|^[A-Za-z]:/.test(path)) return false;
  const steps = path.split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..')) return false;
  // Some systems fold case, so that .GIT is git's folder too.
  return !steps.some((step) => step.toLowerCase() === '.git');
}
