/** The fields of `[permissions.<name>]`, the same on 0.139.0 and 0.169.0: others are ignored silently. */
export const profileKeys = ['description', 'extends', 'workspace_roots', 'filesystem', 'network'] as const;

/**
 * The fields of `[permissions.<name>.network]`. Each was given to the real 0.139.0 and 0.169.0 with a value
 * of the wrong type: a field that is known is refused then, and any other is ignored.
 */
export const networkKeys = [
  'enabled',
  'mode',
  'domains',
  'allow_local_binding',
  'unix_sockets',
  'proxy_url',
  'enable_socks5',
  'enable_socks5_udp',
  'socks_url',
  'allow_upstream_proxy',
  'dangerously_allow_non_loopback_proxy',
  'dangerously_allow_all_unix_sockets',
  'mitm',
] as const;

/** A key of the filesystem table that is not a path. */
export const filesystemOptions = ['glob_scan_max_depth'] as const;

/** The special paths, each with the range of versions that know it, as far as they were tried. */
export const specialPaths: Readonly<Record<string, string>> = {
  ':root': '*',
  ':minimal': '*',
  ':workspace_roots': '*',
  ':tmpdir': '*',
  ':slash_tmp': '*',
  ':project_roots': '>=0.169.0',
};

/** What people mean by special paths that a version may ignore. */
export const meantPaths: Readonly<Record<string, string>> = {
  ':project_roots': ':workspace_roots',
  ':cwd': ':workspace_roots',
  ':current_working_directory': ':workspace_roots',
  ':workspace': ':workspace_roots',
  ':tmp': ':slash_tmp',
  ':temp': ':tmpdir',
  ':home': '~/',
};
