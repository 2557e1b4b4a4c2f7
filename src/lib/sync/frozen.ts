/** What stands where a connection stands, for a board that does not change any more: a kept version. Nothing is sent, nobody else is there. */
import type { Connection } from './connection.ts'

/** What the interface asks of a connection. */
export type Line = Pick<
  Connection,
  | 'state'
  | 'opened'
  | 'unsaved'
  | 'now'
  | 'peers'
  | 'onChange'
  | 'onPeers'
  | 'onNotice'
  | 'onClock'
  | 'publish'
  | 'forgetLocal'
  | 'resume'
  | 'close'
>

const never = () => () => undefined

export const frozenLine: Line = {
  state: { is: 'saved', slow: false },
  opened: true,
  unsaved: 0,
  now: Date.now,
  peers: [],
  onChange: never,
  onPeers: never,
  onNotice: never,
  onClock: never,
  publish: () => undefined,
  forgetLocal: () => Promise.resolve(),
  resume: () => undefined,
  close: () => undefined,
}
