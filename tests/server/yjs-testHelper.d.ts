declare module 'yjs/testHelper' {
  import type { Doc } from 'yjs'
  /** Throws where two documents do not hold the same structs. */
  export function compareStructStores(one: Doc['store'], two: Doc['store']): void
}
