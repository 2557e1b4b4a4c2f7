/**
 * What the application gives the process that runs it. Both halves are loaded apart (Kit's build or Vite, and main.ts or dev.ts): importing
 * application modules from both would give two copies of Yjs and of every class, so they meet here, under a symbol.
 */
import type { Attach } from './sync/attach.ts'
import type { Poll } from './sync/poll/poll.ts'
import type { Watch } from './watch/watch.ts'

export type Published = {
  readonly attach: Attach
  /** The boards' frames over HTTP, where no socket gets through. */
  readonly poll: Poll
  /** The one-time path that makes the first account; null once there is one. */
  readonly setupPath: () => Promise<string | null>
  /** `/health` and `/metrics`. */
  readonly watch: Watch
  readonly close: () => Promise<void>
}

const KEY = Symbol.for('canevas')
const here = globalThis as { [KEY]?: Published }

export const published = <P extends Published = Published>(): P | undefined => here[KEY] as P | undefined

export function publish<P extends Published>(application: P): void {
  here[KEY] = application
}

export function unpublish(): void {
  delete here[KEY]
}
