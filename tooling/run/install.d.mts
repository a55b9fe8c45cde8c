/**
 * Installs `folder` ('.' is the repository) from its lock file, unless that was done already for the same
 * lock file, manifest and the files in `also`. Resolves to whether it had to install.
 */
export function ensureInstalled(folder?: string, options?: { also?: string[] }): Promise<boolean>;
