import { type Bartleby, runCli } from '@bartleby/e2e/harness';

/** What `bartleby env --for <name>-clerk` prints, comments included: the text that a person keeps in `.env`. */
export async function printedBlockText({ dataDir }: Bartleby, name: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(['env', '--for', `${name}-clerk`, '--data-dir', dataDir]);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}
