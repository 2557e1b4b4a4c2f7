import { getHeapStatistics } from 'node:v8'

/** How much one line, one person, one board and the process take: each can be set in the environment as `LIMIT_…` (config.ts). */
export type Limits = {
  /** Bytes of one live update, of the whole answer to a step 1, and of one person's presence. */
  readonly updateBytes: number
  readonly wholeBytes: number
  readonly presenceBytes: number
  /** Pieces of a live update, and of the whole answer: all that somebody wrote without a network comes at once. */
  readonly updateStructs: number
  readonly wholeStructs: number
  /** A line that sends more is read more slowly; a burst of two and a half seconds passes. */
  readonly framesPerSecond: number
  readonly bytesPerSecond: number
  readonly burstBytes: number
  /** More than this is dropped: the next one says where the cursor is. */
  readonly presencePerSecond: number
  readonly socketsPerPerson: number
  readonly socketsPerBoard: number
  readonly sockets: number
  /** From one network; for strangers a quarter of it, which they do not take from members. */
  readonly socketsPerNetwork: number
  /** HTTP connections, in all and from one network: those that ask for pages, files and polls. */
  readonly connections: number
  readonly connectionsPerNetwork: number
  /** Boards being read from the disk at the same time; those that wait are at most `coldQueue`. */
  readonly coldLoads: number
  readonly coldQueue: number
  /** From here on a board takes small changes only; a quarter more, and it takes none. */
  readonly boardBytes: number
  readonly boardRecords: number
  /** Pieces that the document is made of: what it takes of memory, however few bytes it has once compacted. */
  readonly boardStructs: number
  /** The same of a demonstration, which anybody may open, and of all open demonstrations together; a network's are at most a quarter of those. */
  readonly demoBytes: number
  readonly demoRecords: number
  readonly demoStructs: number
  readonly demoUpdateStructs: number
  readonly allDemoStructs: number
  /** The same of all open boards, whoever has them open: beyond, strangers are refused and members are not. */
  readonly openStructs: number
  /** Demonstrations that one network may have. */
  readonly demosPerNetwork: number
  /** Kept versions of a board; of those kept by itself before something is undone, the newest. Bytes of all of one board's. */
  readonly versions: number
  readonly automaticVersions: number
  readonly versionBytes: number
  readonly demoVersions: number
  /** Pictures of a board, of a demonstration. */
  readonly imageBytes: number
  readonly demoImageBytes: number
  /** What all demonstrations together have on the disk. */
  readonly allDemoBytes: number
  /** Per cent of the heap: beyond, strangers are refused and members are not. */
  readonly heapPercent: number
  /** What a person, and what strangers of one network, may ask for by pages and downloads: points a second, and at once. A point is a page, or 128 kB. */
  readonly pointsPerSecond: number
  readonly points: number
  readonly networkPointsPerSecond: number
  readonly networkPoints: number
  /** Bytes waiting for a slow reader: it gets no presence, then no updates until it has caught up, then it is sent away. */
  readonly backlogPresence: number
  readonly backlogUpdates: number
  readonly backlogMost: number
  /** How long a reader may lag, and an update may wait for what it depends on. */
  readonly patienceSeconds: number
}

const KB = 1 << 10
const MB = 1 << 20
/** What a struct takes of the memory, with what it holds. */
const STRUCT_BYTES = 500

export const DEFAULT_LIMITS: Limits = {
  updateBytes: MB,
  wholeBytes: 8 * MB,
  presenceBytes: 4 * KB,
  updateStructs: 20_000,
  // Some five thousand new cards: half a second of the process.
  wholeStructs: 60_000,
  framesPerSecond: 120,
  bytesPerSecond: 512 * KB,
  burstBytes: 16 * MB,
  presencePerSecond: 60,
  socketsPerPerson: 10,
  socketsPerBoard: 300,
  sockets: 5_000,
  // A town hall of sixty has ten tabs each, twice.
  socketsPerNetwork: 1_200,
  connections: 4_000,
  connectionsPerNetwork: 1_000,
  coldLoads: 2,
  coldQueue: 1_000,
  boardBytes: 16 * MB,
  boardRecords: 20_000,
  boardStructs: 600_000,
  demoBytes: 2 * MB,
  demoRecords: 2_000,
  demoStructs: 30_000,
  demoUpdateStructs: 6_000,
  // A fifth of the memory.
  allDemoStructs: Math.round(getHeapStatistics().heap_size_limit / STRUCT_BYTES / 5),
  openStructs: Math.round(getHeapStatistics().heap_size_limit / STRUCT_BYTES / 2),
  demosPerNetwork: 40,
  versions: 300,
  automaticVersions: 50,
  versionBytes: 256 * MB,
  demoVersions: 10,
  imageBytes: 60 * MB,
  demoImageBytes: 4 * MB,
  allDemoBytes: 512 * MB,
  heapPercent: 75,
  pointsPerSecond: 10,
  points: 600,
  networkPointsPerSecond: 60,
  networkPoints: 2_400,
  backlogPresence: 256 * KB,
  backlogUpdates: MB,
  backlogMost: 8 * MB,
  patienceSeconds: 20,
}

/** A demonstration's room is smaller. */
export const demoLimits = (limits: Limits): Limits => ({
  ...limits,
  boardBytes: limits.demoBytes,
  boardRecords: limits.demoRecords,
  boardStructs: limits.demoStructs,
  updateStructs: limits.demoUpdateStructs,
  wholeStructs: limits.demoUpdateStructs,
})
