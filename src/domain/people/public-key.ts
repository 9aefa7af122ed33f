import { UsageError } from '../errors.ts';

const kinds =
  'ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\\.com|sk-ecdsa-sha2-nistp256@openssh\\.com';
const publicKey = new RegExp(`^(${kinds}) ([A-Za-z0-9+/]{20,}={0,2})(?: .*)?$`);

/**
 * Reads the text of a public SSH key file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). The comment is left out.
 *
 * @throws UsageError when it is none; a private key is never repeated
 */
export function readPublicKey(text: string, file: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const match = lines.length === 1 ? publicKey.exec(lines[0]?.trim() ?? '') : null;
  if (match) return `${match[1]} ${match[2]}`;
  throw new UsageError(
    `${file}: not a public SSH key`,
    'Name the file that ends in .pub, such as ~/.ssh/id_ed25519.pub.',
  );
}
