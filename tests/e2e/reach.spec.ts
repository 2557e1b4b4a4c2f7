/** Everything is reached: by the keyboard, zoomed to 400 %, with the spacing that readers set themselves. */
import { expect, type Page } from '@playwright/test'
import { browserOf, importBoard, quickAdd, saved, signIn, tab, test, two } from './people.ts'

const ZOOMED = [
  { width: 320, height: 256 },
  { width: 360, height: 225 },
]
const box = (page: Page) => page.locator('form.quick textarea')

for (const viewport of ZOOMED)
  test(`at ${viewport.width} × ${viewport.height} the list shows its cards, the menu all of its items, and nothing lies beside the page`, async ({
    browser,
  }) => {
    const page = await browserOf(browser, { viewport })
    await signIn(page)
    await importBoard(page)
    for (const name of ['Liste', 'Mission', 'Référentiel']) {
      await tab(page, name)
      const beside = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      await expect.poll(beside).toBeLessThanOrEqual(0)
    }
    await tab(page, 'Liste')
    const row = page.locator('li[data-id] [data-row]').nth(3)
    await row.focus()
    await expect(row).toBeInViewport({ ratio: 1 })
    await page.getByRole('button', { name: 'Menu', exact: true }).press('Enter')
    const items = page.locator('.menu[popover] button:visible')
    const count = await items.count()
    expect(count).toBeGreaterThan(5)
    for (let i = 0; i < count; i++) {
      await items.nth(i).focus()
      await expect(items.nth(i)).toBeInViewport({ ratio: 0.9 })
    }
  })

test('with wide spacing of letters, words and lines the menu stays in the window', async ({ browser }) => {
  const { lucie } = await two(browser, 'Espacement')
  for (const viewport of [
    { width: 683, height: 620 },
    { width: 390, height: 844 },
  ]) {
    await lucie.setViewportSize(viewport)
    await lucie.addStyleTag({
      content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
    })
    await lucie.getByRole('button', { name: 'Menu', exact: true }).press('Enter')
    const menu = (await lucie.locator('.menu[popover]').boundingBox())!
    expect(menu.x).toBeGreaterThanOrEqual(0)
    expect(menu.x + menu.width).toBeLessThanOrEqual(viewport.width)
    expect(menu.y + menu.height).toBeLessThanOrEqual(viewport.height)
    await lucie.keyboard.press('Escape')
  }
})

test('the first key leads to the box that one writes in, and Escape leads from the panel back to the board', async ({
  browser,
}) => {
  const { lucie } = await two(browser, 'Au clavier')
  await tab(lucie, 'Idées')
  await lucie.reload()
  await saved(lucie)
  await lucie.keyboard.press('Tab')
  await expect(lucie.getByRole('link', { name: 'Aller à l’écriture' })).toBeFocused()
  await lucie.keyboard.press('Enter')
  await expect(box(lucie)).toBeFocused()
  await quickAdd(lucie, 'Une idée')
  await lucie.locator('aside textarea').first().focus()
  await lucie.keyboard.press('Escape')
  await expect(lucie.locator('[data-canvas]')).toBeFocused()
  await expect(lucie.locator('aside textarea').first()).toHaveValue('Une idée')
})

test('zones and texts are made, and the view is moved, without a mouse', async ({ browser }) => {
  const { lucie } = await two(browser, 'Zones sans souris')
  await tab(lucie, 'Idées')
  const canvas = lucie.locator('[data-canvas]')
  for (const [key, words] of [
    ['z', 'Qui est là ?'],
    ['t', 'Nos règles'],
  ] as const) {
    await canvas.focus()
    await lucie.keyboard.press('Escape')
    await lucie.keyboard.press(key)
    await lucie.keyboard.press('Enter')
    await expect(lucie.locator('[data-editing] textarea')).toBeFocused()
    await lucie.keyboard.type(words)
    await lucie.keyboard.press('Escape')
  }
  await tab(lucie, 'Liste')
  await expect(lucie.locator('li[data-id]', { hasText: 'Qui est là ?' })).toHaveCount(1)
  await expect(lucie.locator('li[data-id]', { hasText: 'Nos règles' })).toHaveCount(1)
})
