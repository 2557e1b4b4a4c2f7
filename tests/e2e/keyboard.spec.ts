/** The main path without a mouse: every step by Tab, arrows, letters and Enter, and the focus never falls out of the page. */
import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'
import { createBoard, signIn } from './byHand.ts'
import { boardOf, browserOf, invite, join, quickAdd, saved, tab, test } from './people.ts'

/** The focus is on something that can be seen, not on the page as a whole. */
async function expectFocused(page: Page, after: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.tagName ?? 'nothing'), { message: `focus after ${after}` })
    .not.toMatch(/BODY|nothing/)
}

/** Walks to a control with Tab alone. */
async function reach(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toHaveCount(1)
  const control = await target.elementHandle()
  for (let steps = 0; steps < 150; steps++) {
    if (await page.evaluate((node) => node === document.activeElement, control)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Tab does not reach ${String(target)}`)
}

async function press(page: Page, target: Locator, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await reach(page, target, key)
  await page.keyboard.press('Enter')
  await expectFocused(page, String(target))
}

/** Chooses in a list by its first letters. */
async function choose(page: Page, target: Locator, letters: string, value: string | RegExp): Promise<void> {
  await reach(page, target)
  await page.keyboard.type(letters)
  await expect(target).toHaveValue(value)
}

async function goToTab(page: Page, name: string): Promise<void> {
  const chosen = page.locator('[id^=tab-][aria-selected=true]')
  await reach(page, chosen, 'Shift+Tab')
  for (let steps = 0; steps < 6; steps++) {
    if ((await chosen.innerText()) === name) break
    await page.keyboard.press('ArrowRight')
  }
  await expect(page.getByRole('tab', { name })).toBeFocused()
}

const row = (page: Page, text: string) =>
  page.locator('li[data-id]').filter({ has: page.getByRole('heading', { name: text, exact: true }) })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('the main path by keyboard only', async ({ browser }) => {
  test.setTimeout(240_000)
  const [page, nadia] = [await browserOf(browser), await browserOf(browser)]
  await signIn(page)
  await createBoard(page, 'Cantines du Haut-Pays')
  await join(nadia, await invite(page, 'participant'), 'Nadia', 'Montfleur')
  await tab(nadia, 'Idées')
  await quickAdd(nadia, 'Une idée de Nadia')
  await tab(nadia, 'Liste')
  await page.reload()
  await boardOf(page)

  // «Liste»: Enter chains.
  await goToTab(page, 'Liste')
  const kind = page.getByLabel('Type de fiche')
  const box = page.getByLabel('Ajouter une fiche')
  await choose(page, kind, 'Partie', 'stakeholder')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Communauté de communes\nÉcoles\n')
  await expect(box).toBeFocused()
  await expect(nadia.locator('section[aria-labelledby="list-stakeholder"] h3')).toHaveText([
    'Communauté de communes',
    'Écoles',
  ])

  // «Placer dans…»
  await press(page, button(page, 'Placer dans… : Écoles'))
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Cercles')).toBeFocused()
  await choose(page, dialog.getByLabel('Influence'), 'faible', '1')
  await choose(page, dialog.getByLabel('Intérêt'), 'fort', '4')
  await press(page, dialog.getByRole('button', { name: 'Placer', exact: true }))
  await expect(dialog).toHaveCount(0)
  await expect(button(page, 'Écoles')).toBeFocused()
  await expect(row(nadia, 'Écoles')).toContainText(/Influence\s: faible/)

  // The text in place, and the fields behind the row.
  await press(page, button(page, 'Modifier : Communauté de communes'), 'Shift+Tab')
  await page.keyboard.type(' du Bassin\n')
  await expect(button(page, 'Modifier : Communauté de communes du Bassin')).toBeFocused()
  await expect(row(nadia, 'Communauté de communes du Bassin')).toHaveCount(1)
  await choose(page, kind, 'Effet', 'effect')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Les élèves mangent local\nLes fermes se maintiennent\n')
  await press(page, button(page, 'Les élèves mangent local'))
  const pupils = row(page, 'Les élèves mangent local')
  await choose(page, pupils.getByLabel('Terme'), 'Court', 'short')
  await choose(page, pupils.getByLabel('Statut'), 'Retenu', 'retained')
  await expect(row(nadia, 'Les élèves mangent local')).toContainText('Retenu')

  // «Relier à…»
  await press(page, button(page, 'Relier à… : Les élèves mangent local'), 'Shift+Tab')
  await expect(dialog.getByLabel('Chercher une fiche')).toBeFocused()
  await page.keyboard.type('fermes\n')
  await expect(dialog).toHaveCount(0)
  await expect(button(page, 'Relier à… : Les élèves mangent local')).toBeFocused()
  await expect(nadia.locator('section[aria-labelledby="list-causal"]')).toContainText('conduit à')

  // «Transformer en…»: arrows walk through the open list, Enter takes.
  await choose(page, kind, 'Note', 'note')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Former les cuisiniers\n')
  await press(page, button(page, 'Former les cuisiniers'))
  const convert = page.getByLabel('Transformer en… : Former les cuisiniers')
  await reach(page, convert)
  await page.keyboard.press('ArrowDown')
  await expect(row(page, 'Former les cuisiniers')).toContainText('Note')
  await page.keyboard.type('Action')
  await page.keyboard.press('Enter')
  await expect(row(nadia, 'Former les cuisiniers')).toContainText('Action')
  await expectFocused(page, 'converting')

  // An indicator and its fields.
  await choose(page, kind, 'Indicateur', 'indicator')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Part des repas locaux\n')
  await press(page, button(page, 'Part des repas locaux'))
  const share = row(page, 'Part des repas locaux')
  await choose(page, share.getByLabel('Ce qu’il mesure'), 'E2', /./)
  await choose(page, share.getByLabel('Un chiffre ou un récit'), 'Chiffre', 'quantitative')
  await reach(page, share.getByLabel('Unité'))
  await page.keyboard.type('%\t')
  await expect(row(nadia, 'Part des repas locaux')).toContainText('Chiffre')

  // Order.
  await press(page, button(page, 'Les fermes se maintiennent'), 'Shift+Tab')
  await press(page, button(page, 'Monter : Les fermes se maintiennent'))
  await expect(button(page, 'Monter : Les fermes se maintiennent')).toBeFocused()
  const effects = nadia.locator('section[aria-labelledby="list-effect"] h3')
  await expect(effects).toHaveText(['Les fermes se maintiennent', 'Les élèves mangent local'])
  await press(page, button(page, 'Descendre : Les fermes se maintiennent'))
  await expect(effects).toHaveText(['Les élèves mangent local', 'Les fermes se maintiennent'])

  // Others' work goes to the bin after a question, and comes back.
  await press(page, button(page, 'Une idée de Nadia'))
  await press(page, button(page, 'Mettre à la corbeille : Une idée de Nadia'))
  await expect(dialog).toContainText('écrite')
  await press(page, dialog.getByRole('button', { name: 'Mettre à la corbeille' }))
  await expect(dialog).toHaveCount(0)
  await expect(row(nadia, 'Une idée de Nadia')).toHaveCount(0)
  await expectFocused(page, 'removing')
  await press(page, page.getByRole('button', { name: /^Corbeille/ }), 'Shift+Tab')
  await press(page, dialog.getByRole('button', { name: 'Remettre Une idée de Nadia' }))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Corbeille/ })).toBeFocused()
  await expect(row(nadia, 'Une idée de Nadia')).toHaveCount(1)

  // Undo, redo.
  await page.keyboard.press('Control+z')
  await expect(row(nadia, 'Une idée de Nadia')).toHaveCount(0)
  await page.keyboard.press('Control+y')
  await expect(row(nadia, 'Une idée de Nadia')).toHaveCount(1)
  await expectFocused(page, 'undo and redo')
  await saved(page)

  // A version.
  await press(page, button(page, 'Conserver une version'), 'Shift+Tab')
  await expect(dialog.getByLabel('Nom de la version')).toBeFocused()
  await page.keyboard.type('Sans souris\n')
  await expect(dialog).toHaveCount(0)
  await expect(button(page, 'Conserver une version')).toBeFocused()

  // The référentiel: «Montrer», the download.
  await goToTab(page, 'Référentiel')
  await reach(page, page.getByRole('tab', { name: 'Construire' }))
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('tab', { name: 'Aperçu' })).toBeFocused()
  await reach(page, page.getByLabel('Placer et relier'))
  await page.keyboard.press('Space')
  await press(page, page.getByRole('button', { name: /^Montrer.*Les fermes se maintiennent/ }).first(), 'Shift+Tab')
  await expect(page.getByRole('tab', { name: 'Arbre des effets' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('[data-canvas]')).toBeFocused()
  await goToTab(page, 'Référentiel')
  await reach(page, page.getByRole('link', { name: /Données réutilisables/ }))
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).toMatchObject({
    indicators: [{ name: 'Part des repas locaux', unit: '%' }],
  })

  // A canvas: select, edit, move, leave.
  await goToTab(page, 'Idées')
  const canvas = page.locator('[data-canvas]')
  await reach(page, canvas)
  await page.keyboard.press('PageDown')
  const panel = page.getByRole('complementary', { name: 'Fiche choisie' })
  await expect(panel.getByLabel('Texte', { exact: true })).toHaveValue('Une idée de Nadia')
  await expect(panel).toContainText('Proposée par Montfleur')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-editing] textarea')).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type(', et de Lucie')
  await page.keyboard.press('Escape')
  await expect(canvas).toBeFocused()
  await expect(row(nadia, 'Une idée de Nadia, et de Lucie')).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Control+d')
  await expect(nadia.locator('section[aria-labelledby="list-note"] h3')).toHaveCount(2)
  await page.keyboard.press('Delete')
  await expect(nadia.locator('section[aria-labelledby="list-note"] h3')).toHaveCount(1)
  await expect(canvas).toBeFocused()

  // From the panel: what a command takes away does not take the focus with it.
  await page.keyboard.press('PageDown')
  await press(page, panel.getByRole('button', { name: 'Dupliquer' }))
  await press(page, panel.getByRole('button', { name: 'Mettre à la corbeille' }))
  await expect(canvas).toBeFocused()
  await expect(nadia.locator('section[aria-labelledby="list-note"] h3')).toHaveCount(1)
  await press(page, button(page, 'Annuler mon geste'), 'Shift+Tab')
  await expect(nadia.locator('section[aria-labelledby="list-note"] h3')).toHaveCount(2)
  await reach(page, canvas)
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Escape')
  await expect(panel).toContainText('Choisissez')
  await expect(canvas).toBeFocused()

  // The menu holds the language.
  await press(page, button(page, 'Menu'), 'Shift+Tab')
  await reach(page, button(page, 'English'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'List', exact: true })).toBeVisible()
})
