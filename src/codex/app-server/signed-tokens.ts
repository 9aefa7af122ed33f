import { randomBytes } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';

const issuer = 'codex-cockpit';
const audience = 'app-server';

/** A token to try, and whether its bearer may come in. */
export type TokenToTry = { name: string; token: string; allowed: boolean };

/** A secret for HS256, long enough for the CLI, and the flags that make a server demand such tokens. */
export function signedTokenFlags(secretFile: string): readonly string[] {
  return [
    '--ws-auth',
    'signed-bearer-token',
    '--ws-shared-secret-file',
    secretFile,
    '--ws-issuer',
    issuer,
    '--ws-audience',
    audience,
    '--ws-max-clock-skew-seconds',
    '5',
  ];
}

/** One valid token, and one for each way in which a token can be wrong. */
export async function tokensToTry(secret: Uint8Array, now: Date): Promise<readonly TokenToTry[]> {
  const seconds = Math.floor(now.getTime() / 1000);
  const sign = (
    claims: { iss?: string; aud?: string; exp?: number; nbf?: number } = {},
    key = secret,
    alg = 'HS256',
  ) =>
    new SignJWT({ iss: issuer, aud: audience, exp: seconds + 60, ...claims })
      .setProtectedHeader({ alg })
      .sign(key);
  const refused = async (name: string, token: Promise<string> | string) => ({
    name,
    token: await token,
    allowed: false,
  });
  return [
    { name: 'valid', token: await sign(), allowed: true },
    await refused('another issuer', sign({ iss: 'mallory' })),
    await refused('another audience', sign({ aud: 'elsewhere' })),
    await refused('expired', sign({ exp: seconds - 60 })),
    await refused('not valid yet', sign({ nbf: seconds + 60 })),
    await refused('another secret', sign({}, randomBytes(48))),
    await refused('another algorithm', sign({}, randomBytes(64), 'HS512')),
    await refused(
      'no signature',
      new UnsecuredJWT({ iss: issuer, aud: audience, exp: seconds + 60 }).encode(),
    ),
  ];
}
