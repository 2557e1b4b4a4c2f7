/** Half of a small screen, beside the video call: what opens over the board never takes a press or hides what was just placed. */
import { expect } from '@playwright/test'
import { browserOf, createBoard, dropFromTray, importBoard, quickAdd, signIn, tab, test, two } from './people.ts'

const HALF = { width: 683, height: 620 }

test('names are written, then placed one after the other: no sheet opens until a card is chosen', async ({
  browser,
}) => {
  const { nadia } = await two(browser, 'Sur une moitié d’écran')
  await nadia.setViewportSize(HALF)
  const sheet = nadia.getByRole('complementary', { name: 'Fiche choisie' })
  await quickAdd(nadia, 'Mairie', 'Habitants', 'Lycée', 'Région')

  // The first press outside of the box does what it says.
  const circles = nadia.getByRole('button', { name: 'Cercles', exact: true })
  const { x, y } = (await circles.boundingBox())!
  await nadia.mouse.click(x + 10, y + 10)
  await expect(circles).toHaveAttribute('aria-pressed', 'true')
  await expect(sheet).toBeHidden()

  await dropFromTray(nadia, 'Mairie', [0.8, 0.5])
  await expect(sheet).toBeHidden()
  await dropFromTray(nadia, 'Habitants', [0.7, 0.6])
  await expect(sheet).toBeHidden()

  // «Placer dans…» by the keyboard goes on with the next card.
  await nadia.getByRole('button', { name: 'Placer dans… Lycée' }).press('Enter')
  await nadia.getByRole('dialog').getByLabel('Cercles').selectOption('3')
  await nadia.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }).press('Enter')
  await expect(nadia.getByRole('dialog')).toHaveCount(0)
  await expect(sheet).toBeHidden()
  await expect(nadia.getByRole('button', { name: 'Placer dans… Région' })).toBeFocused()

  // What is chosen opens its sheet, as before.
  await nadia.locator('[data-canvas]').focus()
  await nadia.keyboard.press('PageDown')
  await expect(sheet).toBeVisible()
})

test('an answered point takes its button away, and the focus goes on to the next one', async ({ browser }) => {
  const lucie = await browserOf(browser)
  await signIn(lucie)
  await importBoard(lucie)
  await tab(lucie, 'Arbre des effets')
  await quickAdd(lucie, 'Organiser un forum', 'Animer un réseau')
  await tab(lucie, 'Référentiel')
  await lucie.getByRole('tab', { name: 'Aperçu' }).click()
  const points = lucie.getByRole('region', { name: 'Points à vérifier' })
  const answers = points.getByRole('button', { name: /^C’est un effet/ })
  await expect(answers).toHaveCount(2)
  await answers.first().press('Enter')
  await expect(answers).toHaveCount(1)
  await expect(points.locator(':focus')).toHaveCount(1)
  await expect(points.locator(':focus')).toBeInViewport()
})

test('in Mission the box stays in sight under the notes that are written with it', async ({ browser }) => {
  const { nadia } = await two(browser, 'Mission sur une moitié d’écran')
  await nadia.setViewportSize(HALF)
  await tab(nadia, 'Mission')
  const box = nadia.getByLabel('Écrire une note : L’ambition')
  await box.fill('Les fermes du plateau ont des repreneurs\nLes cantines cuisinent local\nChacun mange frais')
  await box.press('Enter')
  await expect(box).toHaveValue('')
  await expect(nadia.getByRole('region', { name: 'L’ambition' }).getByRole('listitem')).toHaveCount(3)
  await expect(box).toBeInViewport({ ratio: 1 })
})

test('on a phone the tab that is open is among those in sight, nothing lies over a box, and «Tableau» opens the board', async ({
  browser,
}) => {
  const lucie = await browserOf(browser, { viewport: { width: 390, height: 844 } })
  await signIn(lucie)
  await createBoard(lucie, 'Sur un téléphone')
  await expect(lucie.getByRole('tab', { selected: true })).toHaveText('Liste')
  await expect(lucie.getByRole('tab', { name: 'Liste' })).toBeInViewport({ ratio: 0.9 })

  // «Tableau | Liste» lies over no box.
  await tab(lucie, 'Arbre des effets')
  const box = (await lucie.getByRole('combobox', { name: 'Pour qui ?' }).boundingBox())!
  const board = lucie.getByRole('button', { name: 'Tableau', exact: true })
  const canvas = (await board.boundingBox())!
  expect(canvas.y + canvas.height).toBeLessThanOrEqual(box.y)

  // The board is there to look at, the list to write in.
  await expect(lucie.locator('[data-canvas]')).toHaveCount(0)
  await board.click()
  await expect(board).toHaveAttribute('aria-pressed', 'true')
  await expect(lucie.locator('[data-canvas]')).toBeInViewport({ ratio: 1 })
  await expect(lucie.getByRole('combobox', { name: 'Pour qui ?' })).toBeHidden()
  await lucie.getByRole('button', { name: 'Liste', exact: true }).click()
  await expect(lucie.locator('[data-canvas]')).toHaveCount(0)
  await expect(lucie.getByRole('combobox', { name: 'Pour qui ?' })).toBeVisible()
})
