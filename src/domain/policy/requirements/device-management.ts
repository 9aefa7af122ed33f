/**
 * The requirements that device management delivers: TOML, or TOML in base64 as the key
 * `requirements_toml_base64` has it. Places count in the TOML. The bytes are not decoded: whether they are
 * UTF-8 is for the reader of the TOML to say.
 */
export function readManagedBytes(bytes: Uint8Array): Uint8Array {
  const packed = Buffer.from(bytes).toString('latin1').replace(/\s+/g, '');
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
  return isBase64 ? Buffer.from(packed, 'base64') : bytes;
}
