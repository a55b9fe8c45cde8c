import type { AppFacts } from './app-environment.ts';

export interface Finding {
  ok: boolean;
  text: string;
}

const SECRET = /SECRET|ENCRYPTION|JWT_KEY/;

/**
 * Compares an app's variables with the block the server prints for it. Every variable of the block must be
 * there: the published SDKs fall back to their makers' hosts for a missing one (DESIGN decision 19).
 */
export function compareEnvironment(app: AppFacts, block: string): Finding[] {
  const findings: Finding[] = [];
  for (const line of block.split('\n')) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim());
    if (!match) continue;
    const [, name = '', expected = ''] = match;
    const found = app.variables.get(name);
    if (!found?.value)
      findings.push({ ok: false, text: `${name} is missing: add ${name}=${shown(name, expected)}` });
    else if (!SECRET.test(name) && !name.endsWith('_URL') && found.value !== expected)
      findings.push({
        ok: false,
        text: `${name} in ${found.file} is ${found.value}, but this server's is ${expected}`,
      });
    else if (/_(PROXY|API|FAPI|JS|UI)_URL$/.test(name) && originOf(found.value) !== originOf(expected))
      findings.push({
        ok: false,
        text: `${name} in ${found.file} points at ${found.value}, not at this server (${expected})`,
      });
    else findings.push({ ok: true, text: `${name} (${found.file})` });
  }
  return findings;
}

const shown = (name: string, value: string) => (SECRET.test(name) ? '<your secret key>' : value);

const originOf = (value: string) => (URL.canParse(value) ? new URL(value).origin : value);
