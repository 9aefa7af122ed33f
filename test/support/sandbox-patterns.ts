import fc from 'fast-check';
import { isPattern } from '../../src/domain/sandbox/trials/glob.ts';

const name = fc.stringMatching(/^[a-z.]{1,4}$/);
const part = fc.oneof(fc.constantFrom('**/', '*', '?', '[ab]', '[!x]', '{a,b*}', '/', '.env', '**'), name);

/** Patterns of any form, as somebody may deny them in a workspace. */
export const pattern = fc
  .array(part, { minLength: 1, maxLength: 6 })
  .map((parts) =>
    parts
      .join('')
      .replace(/\/+/g, '/')
      .replace(/^\/|\/$/g, ''),
  )
  .filter((glob) => isPattern(glob) && !glob.split('/').some((part) => part === '.' || part === '..'));
