import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Complaint } from '../complaint.ts';
import { configFileText, readConfigText } from './config-file-text.ts';
import type { ConfigValues } from './config-values.ts';
import type { InstanceConfig } from './instance-config.ts';

export const DEFAULT_FILE = 'bartleby.config.json';
/** More than every limit of the configuration together. */
const MAX_BYTES = 2_000_000;

/** What the server had when the file was last pulled or pushed: what tells your changes from other people's. */
export interface ConfigBase {
  readonly instance_id: string;
  readonly config_version: string;
  readonly config: ConfigValues;
}

/** `bartleby.config.json` has its base in `bartleby.config.base.json`; to be committed with it. */
export const baseFileOf = (file: string) => `${file.replace(/\.json$/, '')}.base.json`;

/** Throws Complaint for a file that is not there, too large, or no configuration. */
export function readConfigFile(file: string): ConfigValues {
  return readConfigText(textOf(file), file);
}

/** The same; null when there is no such file. */
export function findConfigFile(file: string): ConfigValues | null {
  return statSync(file, { throwIfNoEntry: false }) ? readConfigFile(file) : null;
}

/** Null when there is none. Throws Complaint for a file that no pull or push has written. */
export function findBase(file: string): ConfigBase | null {
  const path = baseFileOf(file);
  if (!statSync(path, { throwIfNoEntry: false })) return null;
  const unusable = () =>
    new Complaint(`${path} is not what \`bartleby config pull\` writes: delete it, and pull again.`);
  let found: { instance_id?: unknown; config_version?: unknown; config?: unknown };
  try {
    found = JSON.parse(textOf(path));
  } catch (error) {
    throw error instanceof Complaint ? error : unusable();
  }
  const { instance_id, config_version, config } = found;
  if (typeof instance_id !== 'string' || typeof config_version !== 'string') throw unusable();
  if (typeof config !== 'object' || config === null) throw unusable();
  const settings = Object.entries(config);
  if (!settings.every((entry): entry is [string, string] => isJson(entry[1]))) throw unusable();
  return { instance_id, config_version, config: new Map(settings) };
}

function isJson(text: unknown): boolean {
  try {
    return typeof text === 'string' && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

/** Writes the file, and beside it what the server has, each at once or not at all. */
export function writeConfigFile(file: string, values: ConfigValues, server: InstanceConfig): void {
  write(file, configFileText(values, server.schemaUrl));
  writeBase(file, server);
}

/** Keeps what the server has now. */
export function writeBase(file: string, { instanceId, version, values }: InstanceConfig): void {
  const base = { instance_id: instanceId, config_version: version, config: Object.fromEntries(values) };
  write(baseFileOf(file), `${JSON.stringify(base, null, 2)}\n`);
}

function write(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    throw new Complaint(`${path} cannot be written: ${(error as Error).message}`);
  }
}

function textOf(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES)
      throw new Complaint(`${file} has ${size} bytes: a configuration has at most ${MAX_BYTES}.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Complaint) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Complaint(
      code === 'ENOENT'
        ? `There is no ${file}: \`bartleby config pull\` writes it.`
        : `${file} cannot be read: ${message}`,
    );
  }
}
