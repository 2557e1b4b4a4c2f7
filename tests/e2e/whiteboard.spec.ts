/** *Idées* as a whiteboard, with two people: what one draws, frames, copies or places, the other sees. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Browser, type Page } from '@playwright/test'
import { boardOf, createBoard, quickAdd, saved, tab, test, two } from './people.ts'

async function twoOnIdeas(browser: Browser, title: string): Promise<{ lucie: Page; nadia: Page; board: string }> {
  const { lucie, nadia, board } = await two(browser, title)
  await tab(lucie, 'Idées')
  await tab(nadia, 'Idées')
  return { lucie, nadia, board }
}

const canvas = (page: Page) => page.locator('[data-canvas]')
const tool = (page: Page, name: string) => page.getByRole('toolbar', { name: 'Outils' }).getByRole('button', { name })

/** From one point to another, given as shares of the canvas. */
async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = (await canvas(page).boundingBox())!
  const at = ([x, y]: readonly [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at(to), { steps: 8 })
  await page.mouse.up()
}

/** The rows of «Liste» of one kind. */
async function listed(page: Page, name: string): Promise<number> {
  await tab(page, 'Liste')
  const count = await page.locator('[data-id]', { hasText: name }).count()
  await tab(page, 'Idées')
  return count
}

test('a stroke of the pen reaches the other, and one sweep of the eraser takes it away', async ({ browser }) => {
  const { lucie, nadia } = await twoOnIdeas(browser, 'Dessiner')
  await tool(lucie, 'Dessiner').click()
  await lucie.getByRole('group', { name: 'Couleur du trait' }).getByRole('button', { name: 'Rouge' }).click()
  await drag(lucie, [0.3, 0.3], [0.6, 0.5])
  await saved(lucie)
  await expect.poll(() => listed(nadia, 'Trait')).toBeGreaterThan(0)
  await tool(lucie, 'Gommer').click()
  await drag(lucie, [0.45, 0.3], [0.45, 0.55])
  await saved(lucie)
  await expect.poll(() => listed(nadia, 'Trait')).toBe(0)
  await lucie.getByRole('button', { name: 'Annuler mon geste' }).click()
  await expect.poll(() => listed(nadia, 'Trait')).toBeGreaterThan(0)
})

test('a window that loses the focus in the middle of a drag has let go of what it held', async ({ browser }) => {
  const { lucie } = await twoOnIdeas(browser, 'Fenêtre quittée')
  const box = (await canvas(lucie).boundingBox())!
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const
  await tool(lucie, 'Dessiner').click()
  await lucie.mouse.move(...at(0.3, 0.3))
  await lucie.mouse.down()
  await lucie.mouse.move(...at(0.5, 0.4), { steps: 4 })
  await lucie.evaluate(() => window.dispatchEvent(new Event('blur')))
  await lucie.mouse.move(...at(0.6, 0.5), { steps: 4 })
  await lucie.mouse.up()
  expect(await listed(lucie, 'Trait')).toBe(0)
  await drag(lucie, [0.3, 0.5], [0.6, 0.6])
  await expect.poll(() => listed(lucie, 'Trait')).toBeGreaterThan(0)
})

test('a zone moves what lies in it', async ({ browser }) => {
  const { lucie, nadia } = await twoOnIdeas(browser, 'Zones')
  await tool(lucie, 'Tracer une zone').click()
  await drag(lucie, [0.2, 0.15], [0.6, 0.7])
  await lucie.keyboard.type('Qui est là ?')
  await lucie.keyboard.press('Enter')
  await tool(lucie, 'Nouvelle fiche : Note').click()
  const box = (await canvas(lucie).boundingBox())!
  await lucie.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.4)
  await lucie.keyboard.type('Nadia, Montfleur')
  await lucie.keyboard.press('Enter')
  await lucie.keyboard.press('Escape')
  await drag(lucie, [0.22, 0.17], [0.32, 0.27])
  await saved(lucie)
  // The card went with its zone: it is where the zone took it, and not where it was written.
  await lucie.mouse.click(box.x + box.width * 0.5, box.y + box.height * 0.5)
  await expect(lucie.getByRole('complementary')).toContainText('Note')
  await expect(lucie.getByLabel('Texte', { exact: true })).toHaveValue('Nadia, Montfleur')
  await expect.poll(() => listed(nadia, 'Qui est là ?')).toBe(1)
})

test('cards copied from one board are pasted on another with their arrow', async ({ browser }) => {
  const { lucie } = await twoOnIdeas(browser, 'D’où l’on copie')
  await quickAdd(lucie, 'Première', 'Seconde')
  await canvas(lucie).focus()
  await lucie.keyboard.press('Control+a')
  await lucie.keyboard.press('Shift+F10')
  await lucie.getByRole('menuitem', { name: 'Transformer en…' }).click()
  await lucie.getByRole('menuitem', { name: 'Effet', exact: true }).click()
  await lucie.keyboard.press('Escape')
  await lucie.keyboard.press('PageDown')
  await lucie.keyboard.press('l')
  await lucie
    .getByRole('dialog')
    .getByRole('button', { name: /Seconde|Première/ })
    .click()
  await canvas(lucie).focus()
  await lucie.keyboard.press('Control+a')
  await lucie.keyboard.press('Control+c')
  await expect(lucie.locator('.toast', { hasText: '2 fiches copiées' })).toBeVisible()
  await createBoard(lucie, 'Où l’on colle')
  await tab(lucie, 'Idées')
  await canvas(lucie).focus()
  await lucie.keyboard.press('Control+v')
  await saved(lucie)
  await tab(lucie, 'Liste')
  await expect(lucie.locator('[data-id]', { hasText: 'Seconde' }).first()).toBeVisible()
  await expect(lucie.getByRole('button', { name: /» conduit à «/ }).first()).toBeVisible()
})

/** Dark pixels around a point of the board, given as shares of the canvas: words that can be read. */
const dark = (page: Page, at: readonly [number, number]) =>
  canvas(page).evaluate((element, [x, y]) => {
    const still = element.querySelector('canvas')!
    const [width, height] = [160, 90]
    const ratio = still.width / element.clientWidth
    const left = element.clientWidth * x - width / 2
    const top = element.clientHeight * y - height / 2
    const pixels = still.getContext('2d')!
    const { data } = pixels.getImageData(left * ratio, top * ratio, width * ratio, height * ratio)
    let count = 0
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3]! > 200 && data[i]! + data[i + 1]! + data[i + 2]! < 300) count++
    return count
  }, at)

test('a card is found by its ref, a kind is put forward, a stakeholder’s arrow is a question, and more than three cards are asked about', async ({
  browser,
}) => {
  const { lucie, nadia } = await twoOnIdeas(browser, 'Retrouver et retirer')
  const [people, change] = [
    [0.3, 0.4],
    [0.6, 0.4],
  ] as const
  const write = async (text: string, at: readonly [number, number], kind: string) => {
    await tool(nadia, 'Nouvelle fiche : Note').click()
    await drag(nadia, at, at)
    await nadia.keyboard.type(text)
    await nadia.keyboard.press('Enter')
    await drag(nadia, at, at)
    await nadia.getByLabel('Transformer en…').selectOption({ label: kind })
  }
  await write('Élèves', people, 'Partie prenante')
  await write('goûtent de tout', change, 'Effet')

  // An arrow from a stakeholder says «Pour qui ?» instead, when the person agrees.
  const question = nadia.getByRole('dialog', { name: 'Une partie prenante ne se relie pas par une flèche.' })
  const arrow = async (answer: 'Ajouter' | 'Laisser') => {
    await tool(nadia, 'Relier par une flèche').click()
    await drag(nadia, people, change)
    await expect(question).toContainText('L’ajouter à « Pour qui ? » de cet effet ?')
    await question.getByRole('button', { name: answer, exact: true }).click()
    await expect(question).toHaveCount(0)
    await nadia.keyboard.press('Escape')
    await saved(nadia)
  }
  await tab(lucie, 'Liste')
  const concerns = lucie.locator('[data-id]', { hasText: 'Élèves' }).filter({ hasText: 'concerne' })
  await arrow('Laisser')
  await expect(concerns).toHaveCount(0)
  await arrow('Ajouter')
  await expect(concerns.first()).toContainText('goûtent de tout')

  // «E1», then the effects put forward.
  const words = await dark(nadia, people)
  expect(words).toBeGreaterThan(40)
  await canvas(nadia).focus()
  await nadia.keyboard.press('Control+f')
  const find = nadia.getByRole('search', { name: 'Chercher sur le tableau' })
  await find.getByRole('searchbox').fill('e1')
  await expect(find.locator('[data-found]')).toHaveText(/^Effet E1\s+goûtent de tout$/)
  await nadia.keyboard.press('Enter')
  await expect(nadia.getByRole('complementary').getByLabel('Effet', { exact: true })).toHaveValue('goûtent de tout')
  await tab(nadia, 'Idées')
  const forward = find.getByRole('group', { name: 'Mettre en avant' })
  await forward.getByLabel('Type de fiche').selectOption({ label: 'Effets' })
  await expect.poll(() => dark(nadia, people)).toBe(0)
  expect(await dark(nadia, change)).toBeGreaterThan(40)
  await nadia.getByRole('button', { name: 'Tout montrer' }).click()
  await expect.poll(() => dark(nadia, people)).toBe(words)

  // One's own cards: three go at once, more after a question.
  const others = nadia.getByRole('dialog', { name: /^Mettre \d+ fiches à la corbeille/ })
  const removeAll = async () => {
    await canvas(nadia).focus()
    await nadia.keyboard.press('Control+a')
    await nadia.keyboard.press('Delete')
  }
  await quickAdd(nadia, 'Une note', 'Une autre')
  await removeAll()
  await expect(others).toHaveAccessibleName('Mettre 4 fiches à la corbeille ?')
  await expect(others).not.toContainText('par d’autres')
  await others.getByRole('button', { name: 'Garder les fiches' }).click()
  await expect(others).toHaveCount(0)
  await saved(nadia)
  await expect(lucie.locator('h3', { hasText: 'Une autre' })).toBeVisible()
  await removeAll()
  await others.getByRole('button', { name: 'Mettre à la corbeille' }).click()
  await expect(lucie.locator('h3', { hasText: 'Une autre' })).toHaveCount(0)
  await quickAdd(nadia, 'Une', 'Deux', 'Trois')
  await expect(lucie.locator('h3', { hasText: 'Trois' })).toBeVisible()
  await removeAll()
  await expect(lucie.locator('h3', { hasText: 'Trois' })).toHaveCount(0)
  await expect(others).toHaveCount(0)

  // «Corbeille» says who and when, and is one click back.
  await lucie.getByRole('button', { name: 'Menu', exact: true }).click()
  await lucie.getByRole('button', { name: 'Corbeille', exact: true }).click()
  const bin = lucie.getByRole('dialog', { name: 'Corbeille' })
  const year = new Date().getFullYear()
  await expect(bin.getByRole('listitem').filter({ hasText: 'goûtent de tout' })).toHaveText(
    new RegExp(`^Effet\\s*goûtent de tout\\s*Mise à la corbeille .*${year}.* \\d\\d:\\d\\d par Nadia \\(Montfleur\\)`),
  )
  await bin.getByRole('button', { name: 'Remettre goûtent de tout' }).click()
  await expect(bin.getByRole('listitem').filter({ hasText: 'goûtent de tout' })).toHaveCount(0)
  await expect(lucie.locator('h3', { hasText: 'goûtent de tout' })).toBeVisible()
})

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==',
  'base64',
)

test('a picture placed by the facilitator is seen by all, with its words; nobody else places one', async ({
  browser,
}) => {
  const { lucie, nadia, board } = await twoOnIdeas(browser, 'Images')
  await tool(lucie, 'Placer une image').click()
  const dialog = lucie.getByRole('dialog', { name: 'Placer une image' })
  await dialog
    .getByLabel('Image (PNG, JPEG ou WebP)')
    .setInputFiles({ name: 'carte.png', mimeType: 'image/png', buffer: PNG })
  await expect(dialog.getByRole('button', { name: 'Placer', exact: true })).toBeDisabled()
  await dialog.getByLabel('Que montre cette image ?').fill('Le territoire vu du ciel')
  const fetched = nadia.waitForResponse(/\/images\/[0-9a-f]{64}$/)
  await dialog.getByRole('button', { name: 'Placer', exact: true }).click()
  const response = await fetched
  expect(response.status()).toBe(200)
  expect(response.headers()['content-type']).toBe('image/png')
  expect(response.headers()['x-content-type-options']).toBe('nosniff')
  await expect.poll(() => listed(nadia, 'Le territoire vu du ciel')).toBe(1)

  await expect(tool(nadia, 'Placer une image')).toHaveCount(0)
  const send = (page: Page, body: readonly number[] | { length: number }, type: string) =>
    page.evaluate(
      async ([url, body, type]) => {
        const sent = { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(body) }
        return (await fetch(url, sent)).status
      },
      [`/b/${board}/images`, body, type] as const,
    )
  expect(await send(nadia, [...PNG], 'image/png')).toBe(403)
  expect(await send(lucie, [...Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')], 'image/svg+xml')).toBe(415)
  expect(await send(lucie, { length: 2 * 1024 * 1024 + 1 }, 'image/png')).toBe(413)

  // The board leaves with its picture, and comes back as another board that shows it.
  const copy = await lucie.evaluate(async (url) => (await fetch(url)).text(), `/b/${board}/board.json`)
  expect(copy).not.toContain('Lucie')
  await lucie.goto('/boards')
  const file = { name: 'copie.canevas.json', mimeType: 'application/json', buffer: Buffer.from(copy) }
  await lucie.getByLabel('Fichier du référentiel').setInputFiles(file)
  await lucie.getByRole('button', { name: 'Importer' }).click()
  const again = await boardOf(lucie)
  const shown = lucie.waitForResponse(new RegExp(`/b/${again}/images/[0-9a-f]{64}$`))
  await tab(lucie, 'Idées')
  expect((await shown).status()).toBe(200)
})

test('the menu opens and works by keyboard, and the sheet of shortcuts lists every key', async ({ browser }) => {
  const { lucie } = await twoOnIdeas(browser, 'Menu')
  await quickAdd(lucie, 'Une idée')
  await canvas(lucie).focus()
  await lucie.keyboard.press('PageDown')
  await lucie.keyboard.press('Shift+F10')
  const menu = lucie.getByRole('menu')
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  const clean = await new AxeBuilder({ page: lucie }).include('[role=menu]').analyze()
  expect(clean.violations.map(({ id }) => id)).toEqual([])
  await lucie.keyboard.press('d')
  await expect(menu.getByRole('menuitem', { name: 'Dupliquer' })).toBeFocused()
  await lucie.keyboard.press('Enter')
  await expect(menu).toHaveCount(0)
  await expect(canvas(lucie)).toBeFocused()
  await expect.poll(() => listed(lucie, 'Une idée')).toBe(2)
  await canvas(lucie).focus()
  await lucie.keyboard.press('Shift+F10')
  await lucie.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await lucie.keyboard.press('?')
  const sheet = lucie.getByRole('dialog', { name: 'Raccourcis' })
  await expect(sheet.getByText('Tout sélectionner')).toBeVisible()
  const sheetClean = await new AxeBuilder({ page: lucie }).include('dialog').analyze()
  expect(sheetClean.violations.map(({ id }) => id)).toEqual([])
})
