import { Command } from 'commander';
import { addClerkAssets } from './clerk-assets/command.ts';
import { addEnv } from './commands/env.ts';
import { addOperators } from './commands/operators.ts';
import { addDev, addStart } from './commands/serve.ts';
import { addConfig } from './configuration/command.ts';
import { addDoctor } from './doctor/command.ts';
import { addExplain } from './explain/command.ts';
import { addExport } from './export/command.ts';
import { addForecast } from './forecast/command.ts';
import { addImport } from './import/command.ts';
import { addJwtTemplates } from './jwt-templates/command.ts';
import { addMetadataSchema } from './metadata-schema/command.ts';
import { addOverflow } from './overflow/command.ts';
import { addTemplate } from './template/command.ts';
import { addTypes } from './types/command.ts';

/** The whole command line: one sub-command a file. */
export function buildProgram(): Command {
  const program = new Command('bartleby')
    .description('A self-hosted session-token platform, compatible on the wire with Clerk.')
    .version('0.1.0')
    .showHelpAfterError('(bartleby --help lists the commands)');
  addDev(program);
  addStart(program);
  addTypes(program);
  addTemplate(program);
  addMetadataSchema(program);
  addConfig(program);
  addJwtTemplates(program);
  addEnv(program);
  addExplain(program);
  addDoctor(program);
  addImport(program);
  addExport(program);
  addForecast(program);
  addOverflow(program);
  addOperators(program);
  addClerkAssets(program);
  return program;
}
