/** A pointer event without its DOM: what the editor understands, and what tests send. */
import type { Point } from '#lib/domain/content.ts'

export type PointerInput = {
  readonly id: number
  readonly kind: 'mouse' | 'touch' | 'pen'
  /** CSS pixels from the canvas's top left corner. */
  readonly at: Point
  readonly button: number
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Cmd on a Mac. */
  readonly ctrl: boolean
}

/** A running interaction. It can always be abandoned: nothing is written before `up`. */
export type Gesture = {
  readonly is: 'pan' | 'pinch' | 'press' | 'drag' | 'marquee' | 'arrow' | 'resize' | 'pen' | 'erase' | 'frame'
  move(input: PointerInput): void
  up(input: PointerInput): void
  cancel(): void
}

/** CSS pixels that a press may wander and still be a click. */
export const SLOP: Record<PointerInput['kind'], number> = { mouse: 4, pen: 6, touch: 10 }
export const far = (a: Point, b: Point, slop: number): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) > slop
