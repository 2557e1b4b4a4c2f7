/**
 * One registry of what a key, a menu or a button can do on a view: read by the keyboard, the context menu, the sheet of shortcuts and the tool
 * rail. Words are messages `action_{id}`, groups `shortcuts_{group}`.
 */
import { type Alignment } from '#lib/domain/commands/arrange.ts'
import { mayMerge } from '#lib/domain/commands/merge.ts'
import { mayPlace } from '#lib/domain/views/place.ts'
import type { Point } from '#lib/domain/content.ts'
import { CARD_KINDS, KINDS, type ElementKind } from '#lib/domain/schema/element.ts'
import type { IconName } from '#lib/scene/scene.ts'
import { toScreen } from './camera.ts'
import type { Tool } from './choice.ts'
import type { Editor } from './editor.ts'
import { viewOf } from '#lib/domain/views/views.ts'

/** Of cards, and of tools that make none. */
export type ActionIcon = IconName | 'pointer' | 'hand' | 'arrow' | 'pencil' | 'eraser' | 'letter' | 'frame' | 'picture'

export const GROUPS = ['tools', 'edit', 'select', 'arrange', 'view'] as const

/** The key that was pressed, or the kind that was chosen. */
export type By = { readonly key?: string; readonly kind?: ElementKind }

type Listed = {
  readonly id: string
  readonly group: (typeof GROUPS)[number]
  /**
   * KeyboardEvent.key with modifiers in this order: `Ctrl+Shift+z`. Ctrl stands for Cmd on a Mac. Letters alone count only while the canvas has
   * the focus: the keyboard listener is the canvas's own.
   */
  readonly keys: readonly string[]
  /** Its keys work outside the canvas, too: on the page, where no text has an undo of its own; or in texts as well. */
  readonly beyond?: 'page' | 'texts'
  /** Where the context menu shows it; left out: nowhere. */
  readonly menu?: 'chosen' | 'always'
  /** In a menu of its own in the menu, which stands where the first of them does. */
  readonly within?: 'align'
  /** Takes something away. */
  readonly removes?: true
  /** Drawn as a line between this one and those before it. */
  readonly begins?: true
  /** What it takes in hand: a button of the rail. */
  readonly tool?: Tool
  readonly icon?: ActionIcon
  readonly available: (editor: Editor) => boolean
  /** Kinds to choose from: a menu in the menu. */
  readonly kinds?: (editor: Editor) => readonly ElementKind[]
} & (
  | { readonly perform: (editor: Editor, by: By) => void }
  /** The browser turns these keys into clipboard events: the page listens to those, and a menu asks the browser for one. */
  | { readonly clipboard: 'cut' | 'copy' | 'paste' }
)

const STEP = 10
const FINE = 1

const always = () => true
const mayWrite = (editor: Editor) => editor.options.mayWrite()
const chosen = (editor: Editor) => mayWrite(editor) && editor.choice.selection.size > 0
const chosenCards = ({ choice, content }: Editor) =>
  [...choice.selection].flatMap((id) => content.elements.get(id) ?? [])
const oneCard = (editor: Editor) => {
  const [card, second] = chosenCards(editor)
  return mayWrite(editor) && card && !second && editor.choice.selection.size === 1 ? card : null
}
const isCard = ({ is }: { readonly is: ElementKind }) => KINDS[is].isCard
const makes = (is: ElementKind) => (editor: Editor) => mayWrite(editor) && viewOf(editor.view).makes.includes(is)
/** Tools that make nothing where they are put down. */
const IN_HAND: ReadonlySet<Tool> = new Set(['select', 'hand', 'arrow', 'pen', 'eraser'])
const several = (least: number) => (editor: Editor) =>
  mayWrite(editor) && viewOf(editor.view).isFree && chosenCards(editor).length >= least

type Named<I extends string> = Listed & { readonly id: I }

const tool = <const I extends string>(
  id: I,
  key: string,
  [tool, icon]: readonly [Tool, ActionIcon],
  available: (editor: Editor) => boolean = mayWrite,
): Named<I> => ({
  id,
  group: 'tools',
  keys: [key],
  tool,
  icon,
  available,
  perform: ({ choice }) => choice.use(choice.tool === tool ? 'select' : tool),
})

const alignment = <const T extends Alignment>(to: T): Named<`align_${T}`> => ({
  id: `align_${to}`,
  group: 'arrange',
  keys: [],
  menu: 'chosen',
  within: 'align',
  available: several(2),
  perform: (editor) => editor.alignSelection(to),
})

/** CSS pixels that the view moves by one key. */
const PAN = 80
const TOWARDS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const arrows = <const I extends string>(id: I, modifier: string, step: number): Named<I> => ({
  id,
  group: 'arrange',
  keys: Object.keys(TOWARDS).map((key) => modifier + key),
  available: always,
  perform(editor, { key = '' }) {
    const [dx, dy] = TOWARDS[key.slice(modifier.length)] ?? [0, 0]
    // With nothing chosen the view itself.
    if (editor.choice.selection.size === 0) editor.look.pan([-dx * PAN, -dy * PAN])
    else editor.moveSelection([dx * step, dy * step])
  },
})

const LIST = [
  tool('select', 'v', ['select', 'pointer'], always),
  tool('hand', 'h', ['hand', 'hand'], always),
  tool('tool_stakeholder', 's', ['stakeholder', 'people'], makes('stakeholder')),
  tool('tool_activity', 'a', ['activity', 'activity'], makes('activity')),
  tool('tool_output', 'o', ['output', 'output'], makes('output')),
  tool('tool_effect', 'e', ['effect', 'rising'], makes('effect')),
  tool('tool_note', 'n', ['note', 'note'], makes('note')),
  tool('tool_pen', 'p', ['pen', 'pencil'], makes('stroke')),
  tool('tool_eraser', 'g', ['eraser', 'eraser'], makes('stroke')),
  tool('tool_label', 't', ['label', 'letter'], makes('label')),
  tool('tool_frame', 'z', ['frame', 'frame'], makes('frame')),
  tool('arrow', 'r', ['arrow', 'arrow']),
  {
    // For who may place one: the rail asks the role, and the server again.
    id: 'image',
    group: 'tools',
    keys: [],
    icon: 'picture',
    available: makes('image'),
    perform: (editor) => editor.options.ask({ ask: 'image', file: null, at: editor.pastePoint }),
  },

  {
    // For who has no pointer: zones and texts of *Idées* have no other way in.
    id: 'make_here',
    group: 'tools',
    keys: ['Enter'],
    available: (editor) => mayWrite(editor) && !IN_HAND.has(editor.choice.tool),
    perform: (editor) => editor.hand.makeInTheMiddle(),
  },
  {
    id: 'edit_text',
    group: 'edit',
    keys: ['Enter', 'F2'],
    menu: 'chosen',
    available: (editor) => {
      const card = oneCard(editor)
      return card !== null && KINDS[card.is].isWrittenOn
    },
    perform: (editor) => editor.edit(oneCard(editor)!.id),
  },
  {
    id: 'connect',
    group: 'edit',
    keys: ['l'],
    menu: 'chosen',
    available: (editor) => {
      const card = oneCard(editor)
      return card !== null && isCard(card)
    },
    perform: (editor) => editor.options.ask({ ask: 'connect', from: oneCard(editor)!.id }),
  },
  {
    id: 'place',
    group: 'edit',
    keys: ['m'],
    menu: 'chosen',
    available: (editor) => mayWrite(editor) && mayPlace(chosenCards(editor)),
    perform: (editor) => editor.options.ask({ ask: 'place', ids: chosenCards(editor).map(({ id }) => id) }),
  },
  {
    id: 'convert',
    group: 'edit',
    keys: [],
    menu: 'chosen',
    available: (editor) => {
      const cards = chosenCards(editor)
      return mayWrite(editor) && cards.length > 0 && cards.every(isCard)
    },
    kinds: (editor) => {
      const cards = chosenCards(editor)
      return CARD_KINDS.filter((is) => cards.some((card) => card.is !== is))
    },
    perform(editor, { kind }) {
      if (kind) editor.convertSelection(kind)
    },
  },
  {
    id: 'cut',
    group: 'edit',
    keys: ['Ctrl+x'],
    clipboard: 'cut',
    menu: 'chosen',
    begins: true,
    available: (editor) => mayWrite(editor) && chosenCards(editor).length > 0,
  },
  {
    id: 'copy',
    group: 'edit',
    keys: ['Ctrl+c'],
    clipboard: 'copy',
    menu: 'chosen',
    available: (editor) => chosenCards(editor).length > 0,
  },
  {
    id: 'paste',
    group: 'edit',
    keys: ['Ctrl+v'],
    clipboard: 'paste',
    menu: 'always',
    available: mayWrite,
  },
  {
    id: 'merge',
    group: 'edit',
    keys: [],
    menu: 'chosen',
    available: (editor) => {
      const cards = chosenCards(editor)
      return (
        mayWrite(editor) &&
        (oneCard(editor) ? cards.every(isCard) : mayMerge(editor.content, [...editor.choice.selection]))
      )
    },
    perform: (editor) => editor.options.ask({ ask: 'merge', ids: [...editor.choice.selection] }),
  },
  {
    id: 'duplicate',
    group: 'edit',
    keys: ['Ctrl+d'],
    menu: 'chosen',
    available: (editor) => mayWrite(editor) && chosenCards(editor).length > 0,
    perform: (editor) => editor.duplicateSelection(),
  },
  {
    id: 'remove',
    group: 'edit',
    removes: true,
    keys: ['Delete', 'Backspace'],
    menu: 'chosen',
    available: chosen,
    perform: (editor) => void editor.removeSelection(),
  },
  {
    id: 'undo',
    group: 'edit',
    keys: ['Ctrl+z'],
    beyond: 'page',
    available: always,
    perform: (editor) => editor.undo(),
  },
  {
    id: 'redo',
    group: 'edit',
    keys: ['Ctrl+y', 'Ctrl+Shift+z'],
    beyond: 'page',
    available: always,
    perform: (editor) => editor.redo(),
  },

  { id: 'next', group: 'select', keys: ['PageDown'], available: always, perform: (editor) => step(editor, 1) },
  { id: 'previous', group: 'select', keys: ['PageUp'], available: always, perform: (editor) => step(editor, -1) },
  {
    id: 'extend_next',
    group: 'select',
    keys: ['Shift+PageDown'],
    available: always,
    perform: (editor) => step(editor, 1, true),
  },
  {
    id: 'extend_previous',
    group: 'select',
    keys: ['Shift+PageUp'],
    available: always,
    perform: (editor) => step(editor, -1, true),
  },
  {
    id: 'select_all',
    group: 'select',
    keys: ['Ctrl+a'],
    menu: 'always',
    begins: true,
    available: ({ look }) => look.scene.stack.length > 0,
    perform: (editor) => editor.choice.selectAll(),
  },
  { id: 'escape', group: 'select', keys: ['Escape'], available: always, perform: (editor) => editor.escape() },

  arrows('move', '', STEP),
  arrows('nudge', 'Shift+', FINE),
  ...(['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const).map(alignment),
  {
    id: 'distribute_across',
    group: 'arrange',
    keys: [],
    menu: 'chosen',
    within: 'align',
    available: several(3),
    perform: (editor) => editor.distributeSelection('across'),
  },
  {
    id: 'distribute_down',
    group: 'arrange',
    keys: [],
    menu: 'chosen',
    within: 'align',
    available: several(3),
    perform: (editor) => editor.distributeSelection('down'),
  },
  {
    id: 'tidy',
    group: 'arrange',
    keys: [],
    available: (editor) => mayWrite(editor) && viewOf(editor.view).tidy !== null,
    perform: (editor) => editor.tidy(),
  },
  {
    id: 'to_front',
    group: 'arrange',
    keys: ['Ctrl+Shift+ArrowUp'],
    menu: 'chosen',
    begins: true,
    available: several(1),
    perform: (editor) => editor.stackSelection('front'),
  },
  {
    id: 'to_back',
    group: 'arrange',
    keys: ['Ctrl+Shift+ArrowDown'],
    menu: 'chosen',
    available: several(1),
    perform: (editor) => editor.stackSelection('back'),
  },

  {
    // The board is painted: the browser's own search would find nothing in it.
    id: 'find',
    group: 'view',
    keys: ['Ctrl+f'],
    beyond: 'texts',
    available: always,
    perform: (editor) => editor.options.ask({ ask: 'find' }),
  },
  {
    id: 'zoom_in',
    group: 'view',
    keys: ['Ctrl++', 'Ctrl+='],
    available: always,
    perform: (editor) => editor.look.zoomIn(),
  },
  { id: 'zoom_out', group: 'view', keys: ['Ctrl+-'], available: always, perform: (editor) => editor.look.zoomOut() },
  {
    id: 'fit',
    group: 'view',
    keys: ['Ctrl+0'],
    menu: 'always',
    available: always,
    perform: (editor) => editor.look.fit(),
  },
  {
    id: 'menu',
    group: 'view',
    keys: ['Shift+F10', 'ContextMenu'],
    available: always,
    perform: (editor) => editor.options.ask({ ask: 'menu', at: menuPoint(editor) }),
  },
  {
    id: 'shortcuts',
    group: 'view',
    keys: ['?'],
    menu: 'always',
    available: always,
    perform: (editor) => editor.options.ask({ ask: 'shortcuts' }),
  },
] as const satisfies readonly Listed[]

type ActionId = (typeof LIST)[number]['id']
export type Action = Listed & { readonly id: ActionId }
export const ACTIONS: readonly Action[] = LIST

/** What a context menu offers now: about what is chosen, else about the view. */
export function menuFor(editor: Editor): readonly Action[] {
  const wanted = editor.choice.selection.size > 0 ? 'chosen' : 'always'
  return ACTIONS.filter((action) => action.menu === wanted && action.available(editor))
}

/** Beside what is chosen, or in the middle; CSS pixels of the canvas. */
function menuPoint(editor: Editor): Point {
  const { camera, viewport, scene } = editor.look
  const { selection } = editor.choice
  const middle: Point = [viewport.width / 2, viewport.height / 2]
  const [id = ''] = selection
  const box = scene.boxes.get(scene.lines.get(id)?.from ?? id)
  if (!box) return middle
  const [x, y] = toScreen(camera, [box.rect.x + box.rect.w / 2, box.rect.y + 24])
  return [Math.min(Math.max(8, x), viewport.width - 8), Math.min(Math.max(8, y), viewport.height - 8)]
}

/** Walks through the cards in reading order: column by column, or from top left to bottom right. `extend`: those passed stay chosen. */
function step(editor: Editor, by: 1 | -1, extend = false): void {
  const order = [...editor.look.scene.boxes.values()].sort((a, b) => a.rect.x - b.rect.x || a.rect.y - b.rect.y)
  if (order.length === 0) return
  const last = [...editor.choice.selection].findLast((id) => editor.look.scene.boxes.has(id))
  const at = order.findIndex(({ id }) => id === last)
  const next = order[(at + by + order.length) % order.length]
  if (!next) return
  if (extend) editor.choice.extendTo(next.id)
  else editor.choice.reveal(next.id)
}

type KeyInput = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** A key's name as the registry writes it. */
function nameOf(event: KeyInput): string {
  const ctrl = event.ctrlKey || event.metaKey
  // eslint-disable-next-line no-restricted-syntax -- the name of a key
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  // Shift is part of a character already, except with letters.
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))
  return `${ctrl ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${key}`
}

/** The action of a key. Modifiers are read from the event itself, so that none can stay stuck. */
export function actionFor(event: KeyInput): Action | undefined {
  return actionsFor(event)[0]
}

/** One key may mean two things, of which one at a time can be done. */
function actionsFor(event: KeyInput): readonly Action[] {
  if (event.altKey) return []
  const name = nameOf(event)
  return ACTIONS.filter((action) => action.keys.includes(name))
}

/** Does what a key means here; false: nothing, and the key stays the browser's. */
export function performKey(editor: Editor, event: KeyInput): boolean {
  const action = actionsFor(event).find((each) => each.available(editor))
  if (!action || 'clipboard' in action) return false
  action.perform(editor, { key: nameOf(event) })
  return true
}

/** Does what a button stands for; nothing where that is not available. */
export function perform(editor: Editor, id: ActionId, by: By = {}): void {
  const action = ACTIONS.find((each) => each.id === id)!
  if ('perform' in action && action.available(editor)) action.perform(editor, by)
}

/** Does what a key means wherever the focus is; false: nothing. */
export function performBeyond(editor: Editor, event: KeyInput, reach: NonNullable<Action['beyond']>): boolean {
  return actionFor(event)?.beyond === reach && performKey(editor, event)
}
