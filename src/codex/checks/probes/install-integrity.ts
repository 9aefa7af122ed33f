import { open, realpath } from 'node:fs/promises';
import { judgeIntegrity } from '../../../domain/checks/judge/install.ts';
import {
  findNativeBinary,
  hashFile,
  hashInstalledFiles,
  type NativeBinary,
  packageVersion,
} from '../../cli/install/native-binary.ts';
import { readLock } from '../../cli/install/read-lock.ts';
import type { Probe } from '../probe.ts';

export const installIntegrity: Probe<'install.integrity'> = async ({
  codex,
  baselineOf,
  testedVersion,
  record,
}) => {
  const tested = await testedVersion();
  const installed = await findNativeBinary(codex);
  const found = installed ?? (await standsAlone(codex));
  if (!found) return judgeIntegrity({ binary: undefined, recorded: undefined, locked: undefined, tested });
  const binary = { platform: found.platform, sha256: await hashFile(found.path) };
  record('native binary', `${found.path}\nSHA-256 ${binary.sha256}\n`);
  const baseline = await baselineOf(tested);
  return judgeIntegrity({
    binary,
    recorded: baseline?.binaries[found.platform],
    files: installed && {
      found: await hashInstalledFiles(codex),
      recorded: baseline?.files?.[found.platform],
    },
    packaged: await packageVersion(codex),
    locked: await readLock(codex),
    tested,
  });
};

/** A binary that no npm package holds, such as one from a release page; a script says nothing of what it starts. */
async function standsAlone(codex: string): Promise<NativeBinary | undefined> {
  const path = await realpath(codex).catch(() => undefined);
  if (path === undefined) return undefined;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const isElf = buffer.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
    return isElf ? { platform: `${process.platform}-${process.arch}`, path } : undefined;
  } finally {
    await file.close();
  }
}
