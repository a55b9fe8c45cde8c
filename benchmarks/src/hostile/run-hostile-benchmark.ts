import { checkTemplate } from '@bartleby/claims-template';
import { hostileTemplates } from '@bartleby/claims-template/testing/hostile-templates';
import { describeMachine, loadOfLastMinute, type Machine } from '../machine.ts';
import { quantile } from '../statistics.ts';

export interface HostileResults {
  machine: Machine;
  load: { before: number; after: number };
  quick: boolean;
  rounds: number;
  hostile: HostileRow[];
}

export interface HostileRow {
  template: string;
  bytes: number;
  /** What it is refused with, or null when it may be saved. */
  refusal: string | null;
  /** Of checkTemplate: parsing, checking, and saying what is wrong. */
  milliseconds: Times;
  /** Of JSON.parse alone on the same text, whether it likes it or not. */
  jsonParseMilliseconds: Times;
}

interface Times {
  /** By the clock: holds what else the machine does. */
  median: number;
  /** Of CPU: of this process with its threads. */
  cpuMedian: number;
  cpuP99: number;
}

interface Sample {
  clock: number;
  cpu: number;
}

const FULL_ROUNDS = 200;
/** Not counted: the engine compiles what it runs often. */
const WARM_UP_ROUNDS = 20;

/** Checks every hostile template once a round, and parses it as JSON, in turn. */
export async function runHostileBenchmark(
  quick: boolean,
  say: (line: string) => void,
): Promise<HostileResults> {
  const rounds = quick ? 2 : FULL_ROUNDS;
  const before = loadOfLastMinute();
  const measured = hostileTemplates.map(([template, source]) => ({
    template,
    source,
    check: [] as Sample[],
    parse: [] as Sample[],
  }));
  say(`Checking ${measured.length} hostile templates, ${rounds} times each`);
  for (let round = quick ? 0 : -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const { source, check, parse } of measured) {
      const times = [timeOf(() => checkTemplate(source)), timeOf(() => parseLeniently(source))] as const;
      if (round < 0) continue;
      check.push(times[0]);
      parse.push(times[1]);
    }
    // Between two rounds, so that garbage of one template is not collected in another one's time alone.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    machine: describeMachine(),
    load: { before, after: loadOfLastMinute() },
    quick,
    rounds,
    hostile: measured.map(({ template, source, check, parse }) => ({
      template,
      bytes: Buffer.byteLength(source),
      refusal: checkTemplate(source).find(({ severity }) => severity === 'error')?.code ?? null,
      milliseconds: timesOf(check),
      jsonParseMilliseconds: timesOf(parse),
    })),
  };
}

function timeOf(work: () => void): Sample {
  const cpuFrom = process.cpuUsage();
  const from = performance.now();
  work();
  const clock = performance.now() - from;
  const { user, system } = process.cpuUsage(cpuFrom);
  return { clock, cpu: (user + system) / 1e3 };
}

function parseLeniently(source: string): void {
  try {
    JSON.parse(source);
  } catch {
    // Refusing is its answer.
  }
}

function timesOf(samples: readonly Sample[]): Times {
  const cpu = samples.map((sample) => sample.cpu);
  const clock = samples.map((sample) => sample.clock);
  return { median: quantile(clock, 0.5), cpuMedian: quantile(cpu, 0.5), cpuP99: quantile(cpu, 0.99) };
}

const HEADINGS = ['median', 'CPU median', 'CPU p99'].map((heading) => heading.padStart(11)).join('');

export function hostileTable({ machine, load, quick, rounds, hostile }: HostileResults): string {
  const times = ({ median, cpuMedian, cpuP99 }: Times) =>
    [median, cpuMedian, cpuP99].map((milliseconds) => milliseconds.toFixed(3).padStart(11)).join('');
  const slowest = hostile.reduce((a, b) => (b.milliseconds.cpuP99 > a.milliseconds.cpuP99 ? b : a));
  return [
    ...(quick ? ['QUICK: one short round shows that everything runs. Do not read the numbers.', ''] : []),
    `Node ${machine.node}, ${machine.system}, ${machine.cores} x ${machine.cpu}; load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
    '',
    `Hostile templates, checked ${rounds} times each, in milliseconds`,
    '',
    `${''.padEnd(32)}${''.padStart(8)}    ${'checkTemplate'.padEnd(30)}    JSON.parse`,
    `${'template'.padEnd(32)}${'bytes'.padStart(8)}${HEADINGS}    ${HEADINGS}   refused with`,
    ...hostile.map(
      ({ template, bytes, refusal, milliseconds, jsonParseMilliseconds }) =>
        `${template.padEnd(32)}${String(bytes).padStart(8)}${times(milliseconds)}    ${times(jsonParseMilliseconds)}   ${refusal ?? 'nothing: it may be saved'}`,
    ),
    '',
    `Most CPU: ${slowest.template}, median ${slowest.milliseconds.cpuMedian.toFixed(2)} ms, p99 ${slowest.milliseconds.cpuP99.toFixed(2)} ms`,
  ].join('\n');
}
