/** What part of a view is on screen. `x`, `y`: the board point at the viewport's top left corner. */
import type { Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'

export type Camera = { readonly x: number; readonly y: number; readonly zoom: number }
/** CSS pixels. */
export type Viewport = { readonly width: number; readonly height: number }
/** CSS pixels that panels cover on each side. */
export type Margins = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }

export const ZOOM = { least: 0.1, most: 4, step: 1.25 } as const
const clampZoom = (zoom: number) => Math.min(ZOOM.most, Math.max(ZOOM.least, zoom))

export const toBoard = (camera: Camera, [x, y]: Point): Point => [
  camera.x + x / camera.zoom,
  camera.y + y / camera.zoom,
]
export const toScreen = (camera: Camera, [x, y]: Point): Point => [
  (x - camera.x) * camera.zoom,
  (y - camera.y) * camera.zoom,
]

export const panBy = (camera: Camera, [dx, dy]: Point): Camera => ({
  ...camera,
  x: camera.x - dx / camera.zoom,
  y: camera.y - dy / camera.zoom,
})

/** Zooms by a factor around a point of the screen, which stays where it is. */
export function zoomAt(camera: Camera, around: Point, factor: number): Camera {
  const zoom = clampZoom(camera.zoom * factor)
  const [bx, by] = toBoard(camera, around)
  return { zoom, x: bx - around[0] / zoom, y: by - around[1] / zoom }
}

/** `top`: stands below the upper margin instead of in the middle. */
export function fit(bounds: Rect, viewport: Viewport, margins: Margins, most = 1, top = false): Camera {
  const [width, height] = [
    Math.max(80, viewport.width - margins.left - margins.right),
    Math.max(80, viewport.height - margins.top - margins.bottom),
  ]
  const zoom = clampZoom(Math.min(width / bounds.w, height / bounds.h, most))
  return {
    zoom,
    x: bounds.x + bounds.w / 2 - (margins.left + width / 2) / zoom,
    y: top ? bounds.y - margins.top / zoom : bounds.y + bounds.h / 2 - (margins.top + height / 2) / zoom,
  }
}

/** Moves as little as needed to bring a rectangle on screen. */
export function reveal(camera: Camera, rect: Rect, viewport: Viewport, margins: Margins): Camera {
  const left = camera.x + margins.left / camera.zoom
  const top = camera.y + margins.top / camera.zoom
  const right = camera.x + (viewport.width - margins.right) / camera.zoom
  const bottom = camera.y + (viewport.height - margins.bottom) / camera.zoom
  const dx = rect.x < left ? rect.x - left : rect.x + rect.w > right ? rect.x + rect.w - right : 0
  const dy = rect.y < top ? rect.y - top : rect.y + rect.h > bottom ? rect.y + rect.h - bottom : 0
  return dx === 0 && dy === 0 ? camera : { ...camera, x: camera.x + dx, y: camera.y + dy }
}
