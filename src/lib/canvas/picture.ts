/**
 * A crowded view while its camera moves: painted once, somewhat larger than the screen, then shown shifted and scaled. At rest it is painted anew at
 * the camera's own place, so that what stands still is always sharp.
 */
import { paint, type Painting } from './painter.ts'

/** Boxes and arrows from which painting no longer fits in a frame. */
const CROWDED = 900
/** How far the picture goes beyond each side of the screen, as a share of it. */
const BEYOND = 0.3
/** Zoom that the picture bears before it is painted anew. */
const BLURRED = 1.7
/** Milliseconds without a movement that count as rest. */
const REST = 140

type Picture = {
  readonly canvas: HTMLCanvasElement
  /** What it was painted from; its camera is the picture's own. */
  readonly painting: Painting
}

export type Pictured = {
  /** Paints as `paint` does; may be the picture while the camera moves. */
  readonly paint: (context: CanvasRenderingContext2D, painting: Painting, cameraOnly: boolean) => void
  readonly end: () => void
}

/** `onRest`: time to paint again. */
export function pictured(onRest: () => void): Pictured {
  let picture: Picture | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    paint(context, painting, cameraOnly) {
      clearTimeout(timer)
      if (painting.scene.boxes.size + painting.scene.lines.size < CROWDED) {
        picture = null
        return paint(context, painting)
      }
      if (!picture || !cameraOnly || !covers(picture, painting)) picture = take(painting, picture?.canvas)
      if (cameraOnly) timer = setTimeout(onRest, REST)
      show(context, picture, painting)
    },
    end: () => clearTimeout(timer),
  }
}

function take(painting: Painting, known: HTMLCanvasElement | undefined): Picture {
  const { camera, viewport } = painting
  const ratio = devicePixelRatio
  const [width, height] = [viewport.width, viewport.height].map((side) => Math.ceil(side * (1 + 2 * BEYOND)))
  const canvas = known ?? document.createElement('canvas')
  canvas.width = Math.ceil(width! * ratio)
  canvas.height = Math.ceil(height! * ratio)
  const context = canvas.getContext('2d')!
  context.scale(ratio, ratio)
  // Whole pixels, so that shown where it was painted it is as sharp as without.
  const [left, top] = [Math.round(viewport.width * BEYOND), Math.round(viewport.height * BEYOND)]
  const own = {
    ...painting,
    camera: { ...camera, x: camera.x - left / camera.zoom, y: camera.y - top / camera.zoom },
    viewport: { width: width!, height: height! },
  }
  paint(context, own)
  return { canvas, painting: own }
}

function covers({ painting: { camera: own, viewport: size } }: Picture, { camera, viewport }: Painting): boolean {
  const scale = camera.zoom / own.zoom
  if (scale > BLURRED || scale < 1 / BLURRED) return false
  const [right, bottom] = [own.x + size.width / own.zoom, own.y + size.height / own.zoom]
  return (
    camera.x >= own.x &&
    camera.y >= own.y &&
    camera.x + viewport.width / camera.zoom <= right &&
    camera.y + viewport.height / camera.zoom <= bottom
  )
}

function show(context: CanvasRenderingContext2D, { canvas, painting: own }: Picture, { camera }: Painting): void {
  const scale = camera.zoom / own.camera.zoom
  const [x, y] = [(own.camera.x - camera.x) * camera.zoom, (own.camera.y - camera.y) * camera.zoom]
  const at = scale === 1 ? ([Math.round(x), Math.round(y)] as const) : ([x, y] as const)
  context.imageSmoothingQuality = 'low'
  context.drawImage(canvas, ...at, own.viewport.width * scale, own.viewport.height * scale)
}
