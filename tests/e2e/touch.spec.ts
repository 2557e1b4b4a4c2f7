/** Fingers on a screen of half width: two move and zoom the board, one that rests asks for a menu, and none takes a card along on the way. */
import { expect, type Page } from '@playwright/test'
import { browserOf, createBoard, quickAdd, signIn, tab, test } from './people.ts'

type Point = readonly [x: number, y: number]

/** Real touches, which the browser itself makes pointers of. */
async function touches(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
  return {
    send,
    /** The first finger comes down before the second, as in a hand. */
    async two(from: readonly [Point, Point], to: readonly [Point, Point]): Promise<void> {
      await send('touchStart', from.slice(0, 1))
      await page.waitForTimeout(80)
      await send('touchStart', from)
      for (const share of [0.25, 0.5, 0.75, 1])
        await send(
          'touchMove',
          from.map(([x, y], finger) => [x + (to[finger]![0] - x) * share, y + (to[finger]![1] - y) * share] as const),
        )
      await send('touchEnd', [])
    },
  }
}

test('two fingers of which one is on a card zoom and move the board, and a finger that rests opens the menu', async ({
  browser,
}) => {
  const nadia = await browserOf(browser, { viewport: { width: 683, height: 620 }, hasTouch: true })
  await signIn(nadia)
  await createBoard(nadia, 'Du bout des doigts')
  await tab(nadia, 'Idées')
  await quickAdd(nadia, 'Une navette le mercredi')
  const sheet = nadia.getByRole('complementary', { name: 'Fiche choisie' })
  const canvas = nadia.locator('[data-canvas]')
  const percent = async () => parseInt((await nadia.locator('.zoom span').textContent())!)
  await canvas.focus()
  await nadia.keyboard.press('Escape')
  await expect(sheet).toBeHidden()

  const { x, y, width, height } = (await canvas.boundingBox())!
  const card: Point = [x + width / 2, y + height / 2]
  const beside: Point = [card[0] + 60, card[1] + 120]
  const fingers = await touches(nadia)

  await fingers.send('touchStart', [card])
  await expect(nadia.getByRole('menu')).toBeVisible()
  await fingers.send('touchEnd', [])
  await expect(nadia.getByRole('menu')).toBeVisible()
  await nadia.keyboard.press('Escape')
  await nadia.keyboard.press('Escape')
  await expect(sheet).toBeHidden()

  const before = await percent()
  await fingers.two([card, beside], [card, [beside[0] + 60, beside[1] + 60]])
  await expect.poll(percent).toBeGreaterThan(before)
  await expect(sheet).toBeHidden()
  const zoomed = await percent()
  await fingers.two(
    [card, beside],
    [
      [card[0] - 40, card[1]],
      [beside[0] - 40, beside[1]],
    ],
  )
  expect(await percent()).toBe(zoomed)

  // No finger moved the card: what there is to undo is that it was written.
  await nadia.getByRole('button', { name: 'Annuler' }).click()
  await expect(nadia.getByRole('button', { name: 'Annuler' })).toBeDisabled()
})
