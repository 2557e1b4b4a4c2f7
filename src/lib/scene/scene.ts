/** What is to be painted for one view: boxes, lines and words with coordinates in board units. No domain meaning is left. */
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { TargetKey } from '#lib/domain/views/view.ts'

/** Colour family; the theme says which colours. */
export type Tone =
  'note' | 'stakeholder' | 'activity' | 'output' | 'positive' | 'negative' | 'ambivalent' | 'question' | 'neutral'

export type IconName =
  | 'note'
  | 'people'
  | 'organization'
  | 'authority'
  | 'nature'
  | 'activity'
  | 'output'
  | 'rising'
  | 'falling'
  | 'level'
  | 'mixed'
  | 'question'
  | 'criterion'
  | 'indicator'
  | 'assumption'
  | 'factor'
  | 'evidence'
  | 'card'

export type CardBox = {
  readonly is: 'card'
  readonly id: Id
  readonly rect: Rect
  readonly tone: Tone
  readonly icon: IconName
  readonly head: string
  readonly badge: string
  readonly lines: readonly string[]
  /** Parked or set aside: dashed and pale. */
  readonly faded: boolean
  /** The true value of a card that «Ranger» moved aside. */
  readonly anchor: Point | null
}
export type FrameBox = { readonly is: 'frame'; readonly id: Id; readonly rect: Rect; readonly title: string }
export type LabelBox = { readonly is: 'label'; readonly id: Id; readonly rect: Rect; readonly lines: readonly string[] }
export type StrokeBox = {
  readonly is: 'stroke'
  readonly id: Id
  readonly rect: Rect
  /** From the rectangle's top left corner, x and y by turns. */
  readonly points: readonly number[]
  readonly pen: Pen
}
export type ImageBox = {
  readonly is: 'image'
  readonly id: Id
  readonly rect: Rect
  readonly hash: string | null
  /** Shown until the picture is there, and where it cannot be. */
  readonly text: string
}
export type Box = CardBox | FrameBox | LabelBox | StrokeBox | ImageBox

export type LineLook = 'leads' | 'hinders' | 'feedback' | 'relation'
export type Line = {
  readonly id: Id
  readonly from: Id
  readonly to: Id
  /** Start point, then six numbers a cubic segment. */
  readonly path: readonly number[]
  readonly look: LineLook
  readonly width: number
  /** Spoken description, «A contribue à B». */
  readonly words: string
}

export type Backdrop =
  | { readonly is: 'plain' }
  | {
      readonly is: 'quadrants'
      readonly plane: Rect
      /** Top left, top right, bottom left, bottom right. */
      readonly corners: readonly [string, string, string, string]
      readonly across: string
      readonly up: string
    }
  | {
      readonly is: 'columns'
      readonly columns: readonly {
        readonly key: TargetKey
        readonly x: number
        readonly width: number
        readonly title: string
        /** What stands under the title: the span of time, what belongs there. */
        readonly lines: readonly string[]
      }[]
      readonly zones: readonly {
        readonly key: TargetKey
        readonly rect: Rect
        readonly title: string
        readonly hint: string
        readonly tone: Tone
      }[]
    }
  | {
      readonly is: 'rings'
      /** From the middle out; half axes of ellipses around [0, 0]. */
      readonly rings: readonly {
        readonly key: TargetKey
        readonly across: number
        readonly down: number
        readonly title: string
      }[]
    }

export type Scene = {
  readonly boxes: ReadonlyMap<Id, Box>
  readonly lines: ReadonlyMap<Id, Line>
  /** Boxes from back to front. */
  readonly stack: readonly Id[]
  readonly backdrop: Backdrop
  /** Everything that «Tout voir» shows. */
  readonly bounds: Rect
}
