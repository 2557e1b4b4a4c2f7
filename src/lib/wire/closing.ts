/** How lines end. 4400–4499 tell y-websocket not to come back, others to come back later. */
export const CLOSE = {
  /** Done: nothing more was asked for. */
  done: 1000,
  /** Nobody said so: the connection broke. Never sent. */
  lost: 1006,
  /** Stopping or restarting, or the person's role changed: come back. */
  restart: 1012,
  /** Too much at once, or the disk cannot be written: come back later. `LATER` says why. */
  later: 1013,
  sessionOver: 4401,
  noAccess: 4403,
  unknownBoard: 4404,
  /** Forged or malformed: nothing of that message was applied. */
  refused: 4409,
  /** The board was restored from a backup since: what this client holds must not be merged into it. */
  otherEpoch: 4410,
  /** This browser is somebody else by now: what its tab holds is another person's. */
  otherPerson: 4411,
  tooLarge: 4413,
} as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]
/** Of a line that is over for good. */
export type FinalCode = Exclude<CloseCode, 1000 | 1006 | 1012 | 1013>

/** Reasons of `CLOSE.later` that the person is told: the disk, or what there are too many of. Others are for the log. */
export const LATER = {
  storage: 'storage',
  /** Lines of one person, of a network, of a board, of all; boards that are open. */
  person: 'person',
  network: 'network',
  board: 'board',
  sockets: 'sockets',
  boards: 'boards',
} as const
export type Later = keyof typeof LATER

/** As it is told over HTTP, too. */
export type Closing = { readonly code: CloseCode; readonly reason: string }
