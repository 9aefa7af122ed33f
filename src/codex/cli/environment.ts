/** Environment variables as a process sees them. */
export type Environment = Readonly<Record<string, string | undefined>>;

// What a CLI needs to find programs, use the user's language and pass a proxy. Anything else stays
// out: a variable that is not passed on cannot leak into what the CLI prints.
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TERM',
  'XDG_RUNTIME_DIR',
  'SYSTEMROOT',
  'COMSPEC',
  'PATHEXT',
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
  'TEMP',
  'TMP',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'GIT_CONFIG_GLOBAL',
  'NPM_CONFIG_PREFIX',
];

/**
 * The environment of a child: a private CODEX_HOME, no colours, no backtraces and no prompt of git
 * (docs/codex-facts.md, "Messages on stderr" and "Private CODEX_HOME").
 */
export function childEnvironment(parent: Environment, codexHome: string): Record<string, string> {
  const kept = passedOn.flatMap((name) =>
    parent[name] === undefined ? [] : [[name, parent[name]] as const],
  );
  return { ...Object.fromEntries(kept), CODEX_HOME: codexHome, NO_COLOR: '1', GIT_TERMINAL_PROMPT: '0' };
}
