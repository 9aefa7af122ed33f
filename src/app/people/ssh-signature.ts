import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { execa } from 'execa';
import { UsageError, WorkError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { findKey, readPublicKey } from '../../domain/people/public-key.ts';
import { signatureNamespace } from '../../domain/rollout/gate/sign-off-statement.ts';
import { gitSetting } from '../world/git-setting.ts';
import type { World } from '../world/world.ts';

/** A key that a person can sign with: the file that ssh-keygen is given, and its public half. */
export type SigningKey = { file: string; publicKey: string };

/** A signature over a statement, in the armored form of SSHSIG. */
export type SshSignature = { statement: string; publicKey: string; armored: string };

/**
 * Finds the key that a person signs with: the one named, else git's `user.signingkey` when git signs with
 * SSH, else a key in ~/.ssh. Only one that is recorded for the person counts.
 *
 * @param recorded the public keys that the history has of the person
 * @returns undefined when no key is recorded, so that a sign-off has no signature
 * @throws UsageError when a named key is not recorded, or none of the recorded ones is here
 */
export async function findSigningKey(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  { recorded, named }: { recorded: readonly string[]; named?: string | undefined },
): Promise<SigningKey | undefined> {
  if (named !== undefined) {
    const key = await readKey(resolve(cwd, named));
    if (!key) throw new UsageError(`${named}: no SSH key with a public half beside it`);
    const known = findKey(recorded, key.publicKey);
    if (known !== undefined) return { ...key, publicKey: known };
    throw new UsageError(
      `${named}: this key is not recorded for you`,
      'A rollout owner records it: codex-cockpit people key EMAIL FILE.pub',
    );
  }
  if (recorded.length === 0) return undefined;
  const home = environment.HOME ?? homedir();
  const fromGit = await gitSigningKey({ environment, cwd });
  const usual = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => join(home, '.ssh', name));
  for (const file of [...(fromGit === undefined ? [] : [fromGit]), ...usual]) {
    const key = await readKey(isAbsolute(file) ? file : join(home, file.replace(/^~\//, '')));
    const known = key && findKey(recorded, key.publicKey);
    if (key && known !== undefined) return { ...key, publicKey: known };
  }
  throw new UsageError(
    'none of the SSH keys recorded for you is here',
    'Name one with --key FILE, or sign without: --unsigned.',
  );
}

/**
 * Signs a statement with `ssh-keygen -Y sign`. A key with a passphrase must be in the agent: nothing is
 * asked here.
 *
 * @throws WorkError when ssh-keygen is missing or refuses
 */
export async function signStatement(
  world: Pick<World, 'environment'>,
  { file, publicKey }: SigningKey,
  statement: string,
): Promise<SshSignature> {
  const { stdout } = await sshKeygen(world, ['-Y', 'sign', '-f', file, '-n', signatureNamespace], statement);
  return { statement, publicKey, armored: stdout };
}

async function sshKeygen(world: Pick<World, 'environment'>, args: readonly string[], input: string) {
  const ended = await runKeygen(world, args, input);
  if (ended.exitCode === 0) return ended;
  throw new WorkError(
    `ssh-keygen did not sign: ${cleanLine(ended.stderr) || `it ended with ${ended.exitCode}`}`,
    'A key with a passphrase has to be in the agent (ssh-add). Or sign without: --unsigned.',
  );
}

async function runKeygen(
  { environment }: Pick<World, 'environment'>,
  args: readonly string[],
  input: string,
) {
  const ended = await execa('ssh-keygen', [...args], {
    input,
    // Without a terminal of its own and without a helper it cannot ask for a passphrase.
    env: { ...environment, SSH_ASKPASS_REQUIRE: 'never' },
    detached: true,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    timeout: 20_000,
  });
  if (ended.code !== 'ENOENT') return ended;
  throw new WorkError('ssh-keygen is not installed', 'Install OpenSSH, or sign without: --unsigned.');
}

async function gitSigningKey(world: Pick<World, 'environment' | 'cwd'>): Promise<string | undefined> {
  if ((await gitSetting(world, 'gpg.format')) !== 'ssh') return undefined;
  return gitSetting(world, 'user.signingkey');
}

/** With `ssh-keygen -Y sign` a public key names the private one in the agent. */
async function readKey(file: string): Promise<SigningKey | undefined> {
  const publicFile = file.endsWith('.pub') ? file : `${file}.pub`;
  const text = await readFile(publicFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { file, publicKey: readPublicKey(text, publicFile) };
}
