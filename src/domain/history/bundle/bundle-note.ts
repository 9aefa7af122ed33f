import { type SigningKey, signNote } from '../checkpoints/note-key.ts';

/**
 * Signs what a bundle is: of which history, up to which entry, with which files. The first line keeps it apart from a
 * checkpoint, which begins with the name of the key alone (checkpoint.ts).
 *
 * @param signed `root` in hex; `list` is the SHA-256 of the list of the files' digests
 */
export function signBundle(
  signed: { entries: number; root: string | undefined; list: Uint8Array },
  key: SigningKey,
): string {
  const root = Buffer.from(signed.root ?? '', 'hex').toString('base64');
  const list = Buffer.from(signed.list).toString('base64');
  return signNote(`${key.verifier.name}/bundle\n${signed.entries}\n${root}\n${list}\n`, key);
}
