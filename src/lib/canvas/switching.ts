/** Cards fly from where one layout had them to where the next one has them. Not for those who asked for less movement. */
import type { Id, Point, ViewId } from '#lib/domain/content.ts'
import { toBoard, toScreen, type Camera } from '#lib/editor/camera.ts'
import type { Editor } from '#lib/editor/editor.ts'
import type { Scene } from '#lib/scene/scene.ts'
import type { Drafts } from './drafts.ts'
import { viewOf } from '#lib/domain/views/views.ts'

/** Milliseconds. */
const LASTS = 420
/** Views of the same cards. */
const laysOut = (view: ViewId) => viewOf(view).makes[0]
const ease = (t: number) => 1 - (1 - t) ** 3

export function layoutSwitch(editor: Editor, request: () => void) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  let before: { view: ViewId; scene: Scene; camera: Camera } | null = null
  let flight: { since: number; from: ReadonlyMap<Id, Point> } | null = null

  /** Where each card comes from, seen from where it goes: on screen it starts at its old place. */
  const start = (old: NonNullable<typeof before>) => {
    const from = new Map<Id, Point>()
    for (const { id, rect } of editor.look.scene.boxes.values()) {
      const was = old.scene.boxes.get(id)?.rect
      if (!was) continue
      const [x, y] = toBoard(editor.look.camera, toScreen(old.camera, [was.x, was.y]))
      from.set(id, [x - rect.x, y - rect.y])
    }
    return { since: performance.now(), from }
  }

  return {
    /** The drafts of this moment with the flight's, if there is one. Asked once a frame. */
    over(drafts: Drafts): Drafts {
      const { view } = editor
      const { scene, camera } = editor.look
      const switched = before && before.view !== view && laysOut(before.view) === laysOut(view)
      if (switched && !calm.matches) flight = start(before!)
      else if (before?.view !== view) flight = null
      before = { view, scene, camera }
      if (!flight) return drafts
      const t = (performance.now() - flight.since) / LASTS
      if (t >= 1) flight = null
      if (!flight) return drafts
      request()
      const left = 1 - ease(t)
      const offsets = new Map<Id, Point>(drafts.offsets)
      for (const [id, [x, y]] of flight.from) if (!offsets.has(id)) offsets.set(id, [x * left, y * left])
      return { ...drafts, offsets }
    },
  }
}
