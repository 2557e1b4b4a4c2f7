import { expect, test } from 'vitest'
import { tie } from './shared-text.ts'

/** A text on a board: others write with `theirs`, the box's own writing arrives like any change. */
function sharedText(value: string) {
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach((listener) => listener())
  const text = {
    value,
    writes: [] as string[],
    theirs(now: string) {
      text.value = now
      tell()
    },
    read: () => text.value,
    write(now: string) {
      text.writes.push(now)
      text.theirs(now)
    },
    onChange(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    listeners,
  }
  return text
}

/** As much of a text box as `tie` touches. */
class FakeBox extends EventTarget {
  value = ''
  selectionStart = 0
  selectionEnd = 0
  ownerDocument = { activeElement: this as unknown }
  setSelectionRange(start: number, end: number) {
    this.selectionStart = start
    this.selectionEnd = end
  }
  caret(at: number, to = at) {
    this.setSelectionRange(at, to)
  }
  /** Types at the caret, as a browser does. */
  type(letters: string) {
    this.value = this.value.slice(0, this.selectionStart) + letters + this.value.slice(this.selectionEnd)
    this.caret(this.selectionStart + letters.length)
    this.dispatchEvent(new Event('input'))
  }
}

function tied(value: string) {
  const [box, text] = [new FakeBox(), sharedText(value)]
  const end = tie(box as unknown as HTMLTextAreaElement, text)
  return { box, text, end }
}

test('what is typed is written, and what others write is shown', () => {
  const { box, text } = tied('coopération')
  box.caret(0)
  box.type('La ')
  expect(text.value).toBe('La coopération')
  text.theirs('La coopération locale')
  expect(box.value).toBe('La coopération locale')
})

test('the caret stays with its words when others write before it, and where it is when they write after it', () => {
  const { box, text } = tied('un deux')
  box.caret(3)
  text.theirs('zéro un deux')
  expect([box.selectionStart, box.selectionEnd]).toEqual([8, 8])
  text.theirs('zéro un deux trois')
  expect([box.selectionStart, box.selectionEnd]).toEqual([8, 8])
})

test('what was chosen stays chosen when others write inside or around it', () => {
  const { box, text } = tied('un deux trois')
  box.caret(3, 7)
  text.theirs('et un deux trois')
  expect(box.value.slice(box.selectionStart, box.selectionEnd)).toBe('deux')
  text.theirs('et un deuxième trois')
  expect(box.value.slice(box.selectionStart, box.selectionEnd)).toBe('deux')
  text.theirs('trois')
  expect([box.selectionStart, box.selectionEnd]).toEqual([0, 0])
})

test('a box that has not the focus shows what others write and moves no caret', () => {
  const { box, text } = tied('un')
  box.ownerDocument.activeElement = null
  box.caret(2)
  box.setSelectionRange = () => {
    throw new Error('It would take the focus in some browsers.')
  }
  text.theirs('zéro un')
  expect(box.value).toBe('zéro un')
})

test('while composing nothing is written and nothing of others is shown; then both are there', () => {
  const { box, text } = tied('foret')
  box.caret(3)
  box.dispatchEvent(new Event('compositionstart'))
  box.caret(3, 4)
  box.type('ê')
  text.theirs('la foret')
  text.theirs('la foret dense')
  expect([box.value, text.value, text.writes]).toEqual(['forêt', 'la foret dense', []])
  box.dispatchEvent(new Event('compositionend'))
  expect([box.value, text.value]).toEqual(['la forêt dense', 'la forêt dense'])
  expect(box.selectionStart).toBe('la forê'.length)
})

test('a dead key shows its accent first and is written once, as the letter it becomes, while others write', () => {
  const { box, text } = tied('foret')
  box.caret(3, 4)
  box.dispatchEvent(new Event('compositionstart'))
  box.type('^')
  text.theirs('une foret')
  box.caret(3, 4)
  box.type('ê')
  box.dispatchEvent(new Event('compositionend'))
  // Browsers that tell of the input once more after the end change nothing by it.
  box.dispatchEvent(new Event('input'))
  expect([box.value, text.value, text.writes]).toEqual(['une forêt', 'une forêt', ['une forêt']])
  box.type('s')
  expect(text.value).toBe('une forêst')
})

test('a composition that changes nothing writes nothing', () => {
  const { box, text } = tied('un')
  box.dispatchEvent(new Event('compositionstart'))
  box.dispatchEvent(new Event('compositionend'))
  expect(text.writes).toEqual([])
})

test('the same letter by two people, one of them composing, is there twice', () => {
  const { box, text } = tied('ab')
  box.caret(1)
  box.dispatchEvent(new Event('compositionstart'))
  box.type('x')
  text.theirs('axb')
  box.dispatchEvent(new Event('compositionend'))
  expect(text.value).toBe('axxb')
})

test('a card that goes to the bin while somebody composes takes nothing down, and what is typed is offered to it', () => {
  const { box, text } = tied('forêt')
  box.caret(5)
  box.dispatchEvent(new Event('compositionstart'))
  box.type('s')
  // Gone: the board reads it as nothing, and refuses the write.
  text.write = (now) => void text.writes.push(now)
  text.theirs('')
  expect(box.value).toBe('forêts')
  expect(() => box.dispatchEvent(new Event('compositionend'))).not.toThrow()
  expect(text.writes).toEqual(['s'])
})

test('after its end a box neither writes nor listens', () => {
  const { box, text, end } = tied('un')
  end()
  expect(text.listeners.size).toBe(0)
  box.type('zéro ')
  text.theirs('deux')
  expect([text.value, text.writes, box.value]).toEqual(['deux', [], 'zéro un'])
})
