/** One sample of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly value: number;
  readonly labels?: Readonly<Record<string, string | number>>;
}

const labelText = (labels: Sample['labels']): string => {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${JSON.stringify(String(value))}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

/** The text of `/metrics`. Samples of one name must stand together. */
export const prometheusText = (samples: readonly Sample[]): string => {
  const lines: string[] = [];
  let name = '';
  for (const sample of samples) {
    if (sample.name !== name) {
      name = sample.name;
      lines.push(`# HELP ${name} ${sample.help}`, `# TYPE ${name} ${sample.type}`);
    }
    lines.push(`${name}${labelText(sample.labels)} ${sample.value}`);
  }
  return `${lines.join('\n')}\n`;
};

/** What every service can say of its own process. */
export const processSamples = (): readonly Sample[] => [
  {
    name: 'process_resident_memory_bytes',
    help: 'Resident memory',
    type: 'gauge',
    value: process.memoryUsage.rss(),
  },
  {
    name: 'process_cpu_seconds_total',
    help: 'User and system CPU time',
    type: 'counter',
    value: cpuSeconds(),
  },
  {
    name: 'process_uptime_seconds',
    help: 'Time since the process started',
    type: 'gauge',
    value: process.uptime(),
  },
];

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
