/** A path into a `.git`, or to one in another folder. The word alone may be the `.git` of the project. */
const intoGit = /^\.git$|(^|[^\w.-])\.git[\\/]|[\\/]\.git(?![\w.-])/i;

/** Whether any text in a value is or has a path into a `.git`. */
export function refersIntoGit(value: unknown): boolean {
  if (typeof value === 'string') return intoGit.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some((entry) => entry.some(refersIntoGit));
}
