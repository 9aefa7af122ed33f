import { join, resolve } from 'node:path';
import type { ProbeContext } from '../checks/probe.ts';
import { readBytesIfThere } from '../cli/read-regular-file.ts';
import { managedFolder } from './managed-folder.ts';

/** The bytes of the requirements in question: what the suite names, else those of the system. */
export async function readRequirementsFile(
  { project }: Pick<ProbeContext, 'project'>,
  named: string | undefined,
): Promise<{ file: string; text: Uint8Array | undefined }> {
  const file = named === undefined ? join(managedFolder, 'requirements.toml') : resolve(project, named);
  return { file, text: readBytesIfThere(file) };
}
