/** What is done: a pure command's changes, applied as one step of undo. */
import { applyChanges } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { connect } from '#lib/domain/commands/connect.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import { duplicate } from '#lib/domain/commands/duplicate.ts'
import { setText } from '#lib/domain/commands/edit.ts'
import { dropAt, moveBy } from '#lib/domain/commands/move.ts'
import { remove } from '#lib/domain/commands/remove.ts'
import { tidy } from '#lib/domain/commands/tidy.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import { CARD, type TreeZone } from '#lib/domain/geometry.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import { rectUnderPointer } from '#lib/scene/views.ts'
import { Choosing } from './choosing.ts'

export abstract class Commanding extends Choosing {
  /** Applies changes if this person may write; tells why not otherwise. */
  apply(changes: readonly Change[], typing?: string): boolean {
    if (!this.allowed()) return false
    const result = this.options.board.apply(changes, typing)
    if (!result.ok) this.options.say({ say: 'refused', why: result.why })
    return result.ok
  }

  /** A card of the present view, from its quick-add box. */
  create(is: ElementKind, text: string, zone?: TreeZone): Id | null {
    const id = this.options.newId()
    const card = { id, is, text, by: this.options.me(), ...(zone ? { zone } : {}) }
    const near = this.toBoard([this.viewport.width / 2 - 98, this.viewport.height / 2 - 40])
    return this.apply(createCard(this.content, this.view, card, near)) ? id : null
  }

  /** A card where the pointer is, its text ready to be typed. */
  createAt(is: ElementKind, at: Point): void {
    const corner: Point = [at[0] - CARD.width / 2, at[1] - 24]
    const id = this.options.newId()
    const made = createCard(this.content, null, { id, is, text: '', by: this.options.me() })
    const so = applyChanges(this.content, made)
    if (this.apply([...made, ...dropAt(so, this.view, so.elements.get(id)!, corner)])) this.edit(id)
  }

  /** Drops a card of the tray at a point of the screen. */
  dropFromTray(id: Id, at: Point): void {
    const element = this.content.elements.get(id)
    if (!element) return
    const { x, y } = rectUnderPointer(element, this.toBoard(at))
    if (this.apply(dropAt(this.content, this.view, element, [x, y]))) this.select([id])
  }

  moveSelection(d: Point): void {
    this.apply(moveBy(this.content, this.view, this.selection, d))
  }

  setText(id: Id, field: string, text: string, root: 'elements' | 'links' = 'elements'): void {
    this.apply(setText(this.content, root, id, field, text), `${id}/${field}`)
  }

  connect(from: Id, to: Id, agreed = false): Id | null {
    const { newId, me, say } = this.options
    const result = connect(this.content, { id: newId(), from, to, by: me() }, agreed)
    if (result.ok) return this.apply(result.changes) ? result.link : null
    if (result.why === 'for_whom') say({ say: 'for_whom', from, to })
    else say({ say: 'cannot_connect', why: result.why })
    return null
  }

  async removeSelection(): Promise<void> {
    await this.remove([...this.selection])
  }

  async remove(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0 || !this.allowed()) return
    if (!(await this.options.confirmRemoval(ids))) return
    const { me, now, say } = this.options
    const changes = remove(this.content, ids, { by: me(), at: now() })
    if (changes.length > 0 && this.apply(changes)) {
      this.select([...this.selection].filter((id) => !ids.includes(id)))
      say({ say: 'removed', count: changes.length })
    }
  }

  duplicateSelection(): void {
    const { me, newId } = this.options
    const { changes, ids } = duplicate(this.content, this.view, this.selection, me(), newId)
    if (this.apply(changes)) this.select(ids)
  }

  /** «Ranger» */
  tidy(): void {
    if (this.apply(tidy(this.content, this.view))) this.fit()
  }

  undo(): void {
    this.#step('undo')
  }
  redo(): void {
    this.#step('redo')
  }

  #step(way: 'undo' | 'redo'): void {
    this.cancel()
    if (!this.allowed()) return
    const result = this.options.board.history[way]()
    const nothing = way === 'undo' ? 'nothing_to_undo' : 'nothing_to_redo'
    const done = way === 'undo' ? 'undone' : 'redone'
    this.options.say({ say: result.is === 'nothing' ? nothing : result.is === 'done' ? done : 'changed_by_others' })
    this.changed()
  }
}
