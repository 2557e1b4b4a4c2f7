/** How much one line, one person, one board and the process take: each can be set in the environment as `LIMIT_…` (config.ts). */
export type Limits = {
  /** Bytes of one live update, of the whole answer to a step 1, and of one person's presence. */
  readonly updateBytes: number
  readonly wholeBytes: number
  readonly presenceBytes: number
  /** A line that sends more is read more slowly; a burst of two and a half seconds passes. */
  readonly framesPerSecond: number
  readonly bytesPerSecond: number
  readonly burstBytes: number
  /** More than this is dropped: the next one says where the cursor is. */
  readonly presencePerSecond: number
  readonly socketsPerPerson: number
  readonly socketsPerBoard: number
  readonly sockets: number
  /** Boards being read from the disk at the same time; those that wait are at most `coldQueue`. */
  readonly coldLoads: number
  readonly coldQueue: number
  /** From here on a board takes small changes only; a quarter more, and it takes none. */
  readonly boardBytes: number
  readonly boardRecords: number
  /** Pieces that the document is made of: what it takes of memory, however few bytes it has once compacted. */
  readonly boardStructs: number
  /** Bytes waiting for a slow reader: it gets no presence, then no updates until it has caught up, then it is sent away. */
  readonly backlogPresence: number
  readonly backlogUpdates: number
  readonly backlogMost: number
  /** How long a reader may lag, and an update may wait for what it depends on. */
  readonly patienceSeconds: number
}

const KB = 1 << 10
const MB = 1 << 20

export const DEFAULT_LIMITS: Limits = {
  updateBytes: MB,
  wholeBytes: 8 * MB,
  presenceBytes: 4 * KB,
  framesPerSecond: 120,
  bytesPerSecond: 512 * KB,
  burstBytes: 16 * MB,
  presencePerSecond: 60,
  socketsPerPerson: 10,
  socketsPerBoard: 300,
  sockets: 5_000,
  coldLoads: 2,
  coldQueue: 1_000,
  boardBytes: 16 * MB,
  boardRecords: 20_000,
  boardStructs: 600_000,
  backlogPresence: 256 * KB,
  backlogUpdates: MB,
  backlogMost: 8 * MB,
  patienceSeconds: 20,
}
