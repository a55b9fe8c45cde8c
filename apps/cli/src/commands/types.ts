import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compileTemplate, renderTypeScript } from '@bartleby/claims-template';
import type { Command } from 'commander';
import { Complaint } from '../complaint.ts';
import { connectToPlatform, findInstance } from '../platform-client.ts';
import { serverOptions } from '../server-options.ts';

interface TypesFlags {
  out: string;
  check?: boolean;
  url?: string;
  dataDir?: string;
  app?: string;
  instance?: string;
}

interface SessionConfig {
  config: { session: { claims_source: string; version: number } };
}

/** The declaration file for a template: the same template and version give the same text. */
export function typesOfTemplate(source: string, version: number): string {
  const compiled = compileTemplate(source);
  if (!compiled.ok)
    throw new Complaint(
      `The active template does not compile: ${compiled.diagnostics.map(({ message }) => message).join(' ')}`,
    );
  const templateHash = createHash('sha256').update(source).digest('hex').slice(0, 12);
  return renderTypeScript(compiled.template, { templateHash, version });
}

/** `bartleby types`: `CustomJwtSessionClaims` and the closed reader's types, from the active template. */
export function addTypes(program: Command): void {
  const command = program
    .command('types')
    .description("write the types of the session token's claims from the active template")
    .option('--out <file>', 'the file to write', 'types/globals.d.ts')
    .option('--check', 'write nothing; exit with 1 when the file is stale')
    .option('--app <application>', 'application id or name')
    .option('--instance <instance>', 'development, production or an instance id');
  for (const option of serverOptions) command.addOption(option);
  command.action(async (flags: TypesFlags) => {
    const client = connectToPlatform(flags);
    const { path } = await findInstance(client, flags);
    const { config } = await client.call<SessionConfig>(`${path}/config?keys=session`);
    const text = typesOfTemplate(config.session.claims_source, config.session.version);
    const file = resolve(flags.out);
    const present = existsSync(file) ? readFileSync(file, 'utf8') : null;
    if (flags.check) {
      if (present === text)
        process.stdout.write(`${flags.out} matches template version ${config.session.version}.\n`);
      else
        throw new Complaint(
          `${flags.out} ${present === null ? 'is missing' : 'is stale'}: run \`bartleby types --out ${flags.out}\` and commit the file.`,
        );
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(
      `${flags.out} ${present === text ? 'was right already' : 'written'} (template version ${config.session.version}).\n`,
    );
  });
}
