/** What the guard says of an update. */
export type Verdict =
  | {
      readonly is: 'fine'
      /** Records (elements and links) that it changes, and how many of them it makes. */
      readonly touched: ReadonlySet<string>
      readonly puts: number
      /** How many structs it brings, and how many that are there it cuts in two: the second cost far more than their bytes. */
      readonly structs: number
      readonly cuts: number
      /** Client ids under which it brings something new. */
      readonly authors: ReadonlySet<number>
      /** False: the document already holds everything in it. */
      readonly news: boolean
    }
  /** Depends on structs that are not here yet. */
  | { readonly is: 'lacks' }
  | { readonly is: 'refused'; readonly reason: string }
  | { readonly is: 'tooLarge' }

export class Refusal extends Error {}
export const LACKS = Symbol('lacks')
