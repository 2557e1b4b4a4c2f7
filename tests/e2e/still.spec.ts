/** Nothing that a person did not do moves, covers or answers under their hand. */
import { expect, type Page } from '@playwright/test'
import { browserOf, createBoard, importBoard, invite, join, quickAdd, saved, signIn, tab, test, two } from './people.ts'

const HALF = { width: 683, height: 620 }
const top = async (box: ReturnType<Page['locator']>) => Math.round((await box.boundingBox())!.y)

test('in Mission and in the list the box one writes in stays where it is while others add notes above it', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Sans bouger')
  await lucie.setViewportSize(HALF)
  await tab(lucie, 'Mission')
  await tab(nadia, 'Mission')
  const box = lucie.getByLabel(/^Écrire une note/).nth(2)
  await box.focus()
  const before = await top(box)
  const theirs = nadia.getByLabel(/^Écrire une note/).first()
  for (let i = 0; i < 6; i++) {
    await theirs.fill(`Une note longue de plusieurs mots, la numéro ${i}`)
    await theirs.press('Enter')
  }
  await expect(lucie.locator('section.zone').first().locator('.notes > li')).toHaveCount(6)
  expect(Math.abs((await top(box)) - before)).toBeLessThanOrEqual(1)
  await lucie.keyboard.type('à moi')
  await expect(box).toHaveValue('à moi')

  await tab(lucie, 'Liste')
  const last = await lucie.locator('li[data-id]').last().getAttribute('data-id')
  const row = lucie.locator(`li[data-id="${last}"]`).getByRole('button').first()
  await row.focus()
  const rowBefore = await top(row)
  // Stakeholders stand above notes.
  await tab(nadia, 'Parties prenantes')
  await quickAdd(nadia, 'Et encore une')
  await expect(lucie.getByText('Et encore une')).toHaveCount(1)
  expect(Math.abs((await top(row)) - rowBefore)).toBeLessThanOrEqual(1)
})

test('a colleague’s cards rescale no map, and open no tray over half a screen', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Le bac')
  const camera = () => lucie.locator('.zoom span').textContent()
  const before = await camera()
  const observer = await browserOf(browser, { viewport: HALF })
  await join(observer, await invite(lucie, 'participant'), 'Karim', 'Montfleur')
  await quickAdd(nadia, 'Mairie', 'Habitants')
  const fold = (page: Page) => page.getByRole('button', { name: /^À placer/ })
  await expect(fold(lucie)).toHaveAttribute('aria-expanded', 'true')
  expect(await camera()).toBe(before)
  await expect(fold(observer)).toHaveAttribute('aria-expanded', 'false')
  await quickAdd(observer, 'Lycée')
  await expect(fold(observer)).toHaveAttribute('aria-expanded', 'true')
})

test('a board that is opened again shows what waits, also over its cards', async ({ browser }) => {
  const lucie = await browserOf(browser)
  await signIn(lucie)
  await importBoard(lucie)
  await lucie.getByRole('button', { name: 'Influence et intérêt', exact: true }).click()
  await quickAdd(lucie, 'Lycée')
  const fold = lucie.getByRole('button', { name: /^À placer/ })
  await expect(fold).toHaveAttribute('aria-expanded', 'true')
  await saved(lucie)
  await lucie.reload()
  await saved(lucie)
  await expect(fold).toHaveAttribute('aria-expanded', 'true')
})

test('a card let go over the tray says that it is still to be placed', async ({ browser }) => {
  const { nadia } = await two(browser, 'Sur le bac')
  await nadia.setViewportSize(HALF)
  await quickAdd(nadia, 'Mairie', 'Habitants')
  const chip = (await nadia.locator('.tray li', { hasText: 'Mairie' }).boundingBox())!
  const tray = (await nadia.locator('.tray').boundingBox())!
  await nadia.mouse.move(chip.x + 20, chip.y + 10)
  await nadia.mouse.down()
  await nadia.mouse.move(tray.x + tray.width - 30, tray.y + tray.height - 12, { steps: 8 })
  await nadia.mouse.up()
  await expect(nadia.getByText(/elle reste à placer/).first()).toBeVisible()
  await expect(nadia.locator('.tray li')).toHaveCount(2)
})

test('on half a screen the second press of a double click goes to the card, and not into the sheet that it opens', async ({
  browser,
}) => {
  const lucie = await browserOf(browser, { viewport: HALF })
  await signIn(lucie)
  await importBoard(lucie)
  await tab(lucie, 'Arbre des effets')
  const statuses = () =>
    lucie.evaluate(() => [...document.querySelectorAll('aside [aria-pressed="true"]')].map((each) => each.textContent))
  // Each place of the right half, where the sheet opens.
  const canvas = (await lucie.locator('[data-canvas]').boundingBox())!
  for (const [x, y] of [
    [0.6, 0.3],
    [0.75, 0.5],
    [0.85, 0.7],
  ] as const) {
    await lucie.mouse.dblclick(canvas.x + canvas.width * x, canvas.y + canvas.height * y)
    expect(await statuses()).toEqual([])
    await lucie.keyboard.press('Escape')
    await lucie.keyboard.press('Escape')
  }
  await saved(lucie)
  await expect(lucie.getByRole('button', { name: /^Annuler/ })).toBeDisabled()
})

test('the bank keeps its height while one searches', async ({ browser }) => {
  const lucie = await browserOf(browser)
  await signIn(lucie)
  await importBoard(lucie)
  await tab(lucie, 'Référentiel')
  await lucie
    .getByRole('button', { name: /banque/i })
    .first()
    .click()
  const dialog = lucie.getByRole('dialog')
  const height = async () => Math.round((await dialog.boundingBox())!.height)
  const before = await height()
  for (const query of ['b', 'bé', 'bénévoles', 'zzzz']) {
    await dialog.getByRole('searchbox').fill(query)
    expect(await height()).toBe(before)
  }
})

test('on a phone nothing lies over «Tout voir», and it can be pressed', async ({ browser }) => {
  const [lucie, phone] = [
    await browserOf(browser),
    await browserOf(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }),
  ]
  await signIn(lucie)
  await createBoard(lucie, 'Au téléphone')
  await join(phone, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  await tab(phone, 'Parties prenantes')
  await phone.getByRole('button', { name: 'Tableau', exact: true }).tap()
  await phone.getByRole('button', { name: 'Tout voir' }).tap({ trial: true })
})

test('zoomed by the browser, or on another screen, the canvas is painted as sharp as the screen is', async ({
  browser,
}) => {
  const { lucie } = await two(browser, 'Net')
  const line = await lucie.context().newCDPSession(lucie)
  const ratio = () =>
    lucie.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-canvas] canvas')!
      return Math.round((canvas.width / canvas.clientWidth) * 10) / 10
    })
  // As zooming does: larger pixels, and fewer of them.
  for (const scale of [2, 1.5]) {
    const [width, height] = [Math.round(1_440 / scale), Math.round(900 / scale)]
    await line.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: scale, mobile: false })
    await expect.poll(ratio).toBe(scale)
  }
})
