import { judgeIntegrity } from '../../domain/checks/judge/install-integrity.ts';
import { findNativeBinary, hashFile } from '../install/native-binary.ts';
import { readLock } from '../install/read-lock.ts';
import type { Probe } from '../probe.ts';

export const installIntegrity: Probe<'install.integrity'> = async ({
  codex,
  baselineOf,
  testedVersion,
  record,
}) => {
  const tested = await testedVersion();
  const found = await findNativeBinary(codex);
  if (!found) return judgeIntegrity({ binary: undefined, recorded: undefined, locked: undefined, tested });
  const binary = { platform: found.platform, sha256: await hashFile(found.path) };
  record('native binary', `${found.path}\nSHA-256 ${binary.sha256}\n`);
  const recorded = (await baselineOf(tested))?.binaries[found.platform];
  return judgeIntegrity({ binary, recorded, locked: await readLock(codex), tested });
};
