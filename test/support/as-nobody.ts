import { spawnSync } from 'node:child_process';

/** The account that owns nothing; any other than root would do. */
const nobody = 65534;

/**
 * Does something without the rights of root, who may read and write whatever the mode of a file says.
 *
 * @param folders what belongs to that account from then on
 */
export async function asNobody<T>(folders: readonly string[], work: () => Promise<T>): Promise<T> {
  const { seteuid } = process;
  if (process.getuid?.() !== 0 || !seteuid) return work();
  const { status } = spawnSync('chown', ['-Rh', String(nobody), ...folders]);
  if (status !== 0) throw new Error('chown failed');
  seteuid(nobody);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}
