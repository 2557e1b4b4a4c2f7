import { expect, test } from 'vitest'
import { createSaving } from './saving.ts'

test('an edit is unsaved until the message that carried it is acknowledged', () => {
  const saving = createSaving(0)
  saving.edited(1, 1)
  saving.edited(2, 2)
  saving.acknowledged(1)
  expect(saving.unsaved).toBe(1)
  saving.acknowledged(2)
  expect(saving.unsaved).toBe(0)
})

test('edits made offline wait for the step 2 of the next connection', () => {
  const saving = createSaving(0)
  saving.edited(5, 1)
  saving.disconnected()
  saving.edited(null, 2)
  saving.acknowledged(99)
  expect(saving.unsaved).toBe(2)
  saving.sentAll(1, true)
  saving.edited(2, 3)
  saving.acknowledged(1)
  expect(saving.unsaved).toBe(1)
})

test('edits of an earlier visit are not saved by an exchange that happens before they are read from this device', () => {
  const saving = createSaving(2)
  saving.sentAll(1, false)
  saving.acknowledged(1)
  expect(saving.unsaved).toBe(2)
  saving.sentAll(2, true)
  saving.acknowledged(2)
  expect(saving.unsaved).toBe(0)
})

test('edits of an earlier visit count until they reach the server', () => {
  const saving = createSaving(3)
  expect(saving.unsaved).toBe(3)
  saving.sentAll(1, true)
  saving.acknowledged(1)
  expect(saving.unsaved).toBe(0)
})

test('a word typed letter by letter is one modification, saved with its last letter', () => {
  const saving = createSaving(0)
  saving.edited(1, 7)
  saving.edited(2, 7)
  expect(saving.unsaved).toBe(1)
  saving.acknowledged(1)
  expect(saving.unsaved).toBe(1)
  saving.acknowledged(2)
  expect(saving.unsaved).toBe(0)
})
