/** The words a scene needs, passed in by the interface: the scene itself speaks no language. */
import type { Column, TreeZone } from '#lib/domain/views/columns.ts'
import type { Ring } from '#lib/domain/views/rings.ts'
import type { Id } from '#lib/domain/content.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import type { CausalKind } from '#lib/domain/derived.ts'

export type SceneWords = {
  readonly kind: (is: ElementKind) => string
  readonly stakeholderKind: (kind: string) => string
  readonly polarity: (polarity: string) => string
  readonly indicators: (count: number) => string
  /** `span`: of time, '' where the column has none. */
  readonly column: (column: Column) => { readonly title: string; readonly span: string; readonly prompt: string }
  readonly zone: (zone: TreeZone) => { readonly title: string; readonly hint: string }
  /** The usual name of a ring, where the board has no names of its own. */
  readonly ring: (ring: Ring) => string
  /** Whose idea a card was, never a person's name; '' where that is not known, or not to be told. */
  readonly structure: (person: Id | null) => string
  /** A card without text yet. */
  readonly untitled: string
  readonly corners: readonly [string, string, string, string]
  readonly interest: string
  readonly influence: string
  readonly arrow: (kind: CausalKind | 'relation', from: string, to: string) => string
}
