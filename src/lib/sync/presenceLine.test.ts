import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { PresenceLine } from './presenceLine.ts'

const page = { hidden: false, show: () => {} }

beforeEach(() => {
  vi.useFakeTimers()
  page.hidden = false
  vi.stubGlobal('WebSocket', { OPEN: 1 })
  vi.stubGlobal('document', {
    get hidden() {
      return page.hidden
    },
    addEventListener: (_type: string, listener: () => void) => (page.show = listener),
    removeEventListener: () => (page.show = () => {}),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A line whose frames are counted; `meet`: somebody else is seen. */
function opened(slow = false) {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  const sent: Uint8Array[] = []
  const stock = vi.fn()
  awareness.on('update', stock)
  const ws = { readyState: 1, send: (frame: Uint8Array) => sent.push(frame) }
  const provider = { awareness, doc, wsconnected: true, ws, _awarenessUpdateHandler: stock }
  const line = new PresenceLine({ provider: provider as never, slow: () => slow })
  const meet = (step: number) => {
    const other = new Awareness(new Y.Doc())
    other.setLocalState({ user: { name: 'Nadia' }, step })
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(other, [other.clientID]), provider)
    other.destroy()
  }
  return { line, sent, stock, meet }
}

/** How many frames leave within so many milliseconds in which the pointer moves all the time. */
function moved({ line, sent }: ReturnType<typeof opened>, ms: number): number {
  const before = sent.length
  for (let at = 0; at < ms; at += 5) {
    line.publish({ cursor: [at, at] })
    vi.advanceTimersByTime(5)
  }
  return sent.length - before
}

test('a pointer that never rests is told twenty times a second with others, once alone, every two seconds in slow mode', () => {
  const alone = opened()
  expect(moved(alone, 10_000)).toBeLessThanOrEqual(10)
  const together = opened()
  together.meet(0)
  const frames = moved(together, 10_000)
  expect(frames).toBeGreaterThan(150)
  expect(frames).toBeLessThanOrEqual(200)
  const slow = opened(true)
  slow.meet(0)
  expect(moved(slow, 10_000)).toBeLessThanOrEqual(5)
})

test('what others do is heard and never sent back', () => {
  const { line, sent, stock, meet } = opened()
  const heard = vi.fn()
  line.onPeers(heard)
  for (let step = 0; step < 10; step++) meet(step)
  expect([heard.mock.calls.length, line.peers.length]).toEqual([10, 10])
  expect([sent.length, stock.mock.calls.length]).toEqual([0, 0])
})

test('a hidden tab says nothing, and says where it is once it is shown', () => {
  const hidden = opened()
  page.hidden = true
  expect(moved(hidden, 5_000)).toBe(0)
  page.hidden = false
  page.show()
  vi.advanceTimersByTime(1_000)
  expect(hidden.sent).toHaveLength(1)
})

test('nothing leaves once it has ended', () => {
  const { line, sent } = opened()
  line.publish({ cursor: [1, 1] })
  line.end()
  vi.advanceTimersByTime(5_000)
  expect(sent).toEqual([])
})
