/**
 * The requirements that device management delivers: TOML, or TOML in base64 as the key
 * `requirements_toml_base64` has it (facts/codex-plugins-sandbox-policy.md §4.5). Places count in the TOML.
 */
export function readManagedText(text: string): string {
  const packed = text.replace(/\s+/g, '');
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
  return isBase64 ? Buffer.from(packed, 'base64').toString('utf8') : text;
}
