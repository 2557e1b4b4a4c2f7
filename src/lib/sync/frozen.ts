/** What stands where a connection stands, for a board that does not change any more: a kept version. Nothing is sent, nobody else is there. */
import type { Connection } from './connection.ts'

/** What the interface asks of a connection. */
export type Line = Pick<
  Connection,
  | 'state'
  | 'opened'
  | 'unsaved'
  | 'peers'
  | 'onChange'
  | 'onPeers'
  | 'onNotice'
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
  peers: [],
  onChange: never,
  onPeers: never,
  onNotice: never,
  publish: () => undefined,
  forgetLocal: () => Promise.resolve(),
  resume: () => undefined,
  close: () => undefined,
}
