import { createHash } from 'node:crypto';

/** The eight leaves of Certificate Transparency's reference tree. */
export const ctLeaves: readonly Buffer[] = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));

/** Its published roots at the sizes 1 to 8. */
export const ctRoots: readonly string[] = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962 §2.1 word for word, slow and without a thought of its own. */
export function rootByDefinition(leaves: readonly Uint8Array[]): string {
  const sha256 = (...parts: readonly Uint8Array[]) =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  const mth = (data: readonly Uint8Array[]): Buffer => {
    const [only] = data;
    if (only === undefined) return sha256();
    if (data.length === 1) return sha256(Buffer.of(0), only);
    let k = 1;
    while (k * 2 < data.length) k *= 2;
    return sha256(Buffer.of(1), mth(data.slice(0, k)), mth(data.slice(k)));
  };
  return mth(leaves).toString('hex');
}

/** The hash of a leaf by definition (RFC 6962 §2.1): SHA-256 over 0x00 and the data of the leaf, in hex. */
export function hashLeaf(data: Uint8Array): string {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(0), data]))
    .digest('hex');
}
