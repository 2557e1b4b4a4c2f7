/** Everything that is counted, as Prometheus reads it (text format 0.0.4). No name, no content, no address. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Sizes } from '../store/sizes.ts'
import type { Counted, Figures } from '../sync/figures.ts'
import type { Health } from './health.ts'
import type { Traffic } from './traffic.ts'

type Labels = Readonly<Record<string, string | number>>
type Sample = readonly [suffix: string, labels: Labels, value: number]
type Family = {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly samples: readonly Sample[]
}

export type Metrics = ReturnType<typeof createMetrics>

/** Each look wakes the process: a hundred a second cost a server at rest five milliseconds of every second. */
const RESOLUTION_MS = 100
const NANOSECONDS = 1e9

const COUNTED = {
  closed: ['lines_closed_total', 'Lines that the server closed, by reason.'],
  ignored: ['frames_ignored_total', 'Frames that were not applied, their line left open.'],
  presenceDropped: ['presence_dropped_total', 'Presence messages that were not taken or not sent.'],
  slowedDown: ['lines_slowed_total', 'Times that a line was told to wait before it is read again.'],
  lagging: ['lines_lagging_total', 'Times that a reader fell behind.'],
  unreadable: ['rows_unreadable_total', 'Rows of the log found unreadable since the start.'],
  commitFailed: ['commits_failed_total', 'Commits that failed and were tried again.'],
  checkpoint: ['checkpoints_total', 'Checkpoints made.'],
  roomLoaded: ['rooms_loaded_total', 'Boards read from the disk.'],
  roomUnloaded: ['rooms_unloaded_total', 'Boards written back and forgotten.'],
} as const satisfies Record<Counted, readonly [name: string, help: string]>

export function createMetrics(setting: {
  readonly figures: Figures
  readonly rooms: { readonly size: number; readonly sockets: number }
  readonly polls: { readonly size: number }
  readonly health: Health
  readonly sizes: Sizes
  readonly traffic: Traffic
}) {
  const { figures, rooms, polls, health, sizes, traffic } = setting
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  // What is measured is the time from one tick to the next.
  const delayAt = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1000)

  async function families(): Promise<readonly Family[]> {
    const { logRows, unreadableRows, boards, bytes } = await sizes.read()
    const ready = (await health.troubles()).length === 0
    const commits = figures.commits
    const { user, system } = process.cpuUsage()
    const memory = process.memoryUsage()
    const own = [
      gauge('ready', '1 when the server can keep what people write.', ready ? 1 : 0),
      gauge('rooms', 'Boards that are loaded.', rooms.size),
      gauge('sockets', 'Lines that are open, on all boards.', rooms.sockets),
      gauge('slow_lines', 'Those of them that are long polls, where no WebSocket gets through.', polls.size),
      gauge('boards', 'Boards that are stored.', boards),
      gauge('log_rows', 'Rows of the log that no checkpoint holds yet.', logRows),
      gauge('unreadable_rows', 'Rows of logs that were set aside because they cannot be read.', unreadableRows),
      gauge('database_bytes', 'Size of the database.', bytes),
      {
        name: 'commit_seconds',
        type: 'histogram',
        help: 'Group commits, from the moment they were asked for until they were on disk.',
        samples: [
          ...commits.buckets.map(({ bound, times }): Sample => ['_bucket', { le: bound / 1000 }, times]),
          ['_bucket', { le: '+Inf' }, commits.times],
          ['_sum', {}, commits.totalMs / 1000],
          ['_count', {}, commits.times],
        ],
      },
      {
        name: 'commit_recent_seconds',
        type: 'gauge',
        help: 'The same, of the last two thousand.',
        samples: [
          ['', { quantile: 0.5 }, commits.p50 / 1000],
          ['', { quantile: 0.99 }, commits.p99 / 1000],
        ],
      },
      {
        name: 'committed_batches_total',
        type: 'counter',
        help: 'Batches of edits that are on disk.',
        samples: [['', {}, commits.rows]],
      },
      {
        name: 'event_loop_delay_seconds',
        type: 'gauge',
        help: 'How late the process came to its next task, since this was last read.',
        samples: [
          ['', { quantile: 0.5 }, delayAt(delay.percentile(50))],
          ['', { quantile: 0.99 }, delayAt(delay.percentile(99))],
          ['', { quantile: 1 }, delayAt(delay.max)],
        ],
      },
      ...Object.entries(COUNTED).map(([what, [name, help]]): Family => {
        const found = figures.counts.filter((entry) => entry.what === what)
        const samples = found.map(({ reason, times }): Sample => ['', reason === '' ? {} : { reason }, times])
        return { name, type: 'counter', help, samples: samples.length > 0 ? samples : [['', {}, 0]] }
      }),
      {
        name: 'http_requests_total',
        type: 'counter',
        help: 'Requests to pages and endpoints.',
        samples: traffic.counts.map(({ times, ...labels }): Sample => ['', labels, times]),
      },
    ] satisfies readonly Family[]
    delay.reset()
    return [
      ...own.map((family) => ({ ...family, name: `canevas_${family.name}` })),
      gauge('process_resident_memory_bytes', 'Memory of the process.', memory.rss),
      gauge('nodejs_heap_size_used_bytes', 'Memory of JavaScript.', memory.heapUsed),
      {
        name: 'process_cpu_seconds_total',
        type: 'counter',
        help: 'Processor time.',
        samples: [['', {}, (user + system) / 1e6]],
      },
      gauge('process_start_time_seconds', 'When the process began, since 1970.', Date.now() / 1000 - process.uptime()),
    ]
  }

  return {
    text: async (): Promise<string> => (await families()).map(written).join(''),
    stop: (): void => void delay.disable(),
  }
}

const gauge = (name: string, help: string, value: number): Family => ({
  name,
  type: 'gauge',
  help,
  samples: [['', {}, value]],
})

const written = ({ name, type, help, samples }: Family): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(
      ([suffix, labels, value]) => `${name}${suffix}${inBraces(labels)} ${Number.isFinite(value) ? value : 0}`,
    ),
    '',
  ].join('\n')

function inBraces(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

const escaped = (value: string) => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
