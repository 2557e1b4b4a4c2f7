/** A new board has nothing to choose from yet: what is missing is added where it is asked for. And what a phone alone can do. */
import { expect } from '@playwright/test'
import { browserOf, createBoard, quickAdd, saved, signIn, tab, test } from './people.ts'

test('the mission of a new board says who we are and which territory, and a link says how it concerns someone', async ({
  browser,
}) => {
  const page = await browserOf(browser)
  await signIn(page)
  await createBoard(page, 'Tableau neuf')
  await tab(page, 'Mission')
  await page.getByLabel('La structure évaluée', { exact: true }).fill('Communauté de communes')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Communauté de communes')).toBeVisible()
  // The box is gone with its answer, and what comes next has the focus.
  await expect(page.getByLabel('Financer')).toBeFocused()
  await page.getByLabel('Faire nous-mêmes').press('Space')
  await expect(page.getByLabel('Faire nous-mêmes')).toBeChecked()
  const territory = page.getByPlaceholder('Un territoire, puis Entrée')
  await territory.fill('Vallée de la Drôme')
  await territory.press('Enter')
  await expect(page.locator('.chip', { hasText: 'Vallée de la Drôme' })).toBeVisible()

  await tab(page, 'Arbre des effets')
  await page.getByLabel('Pour qui ?').fill('Habitantes')
  await quickAdd(page, 'Osent pousser la porte')
  const panel = page.getByRole('complementary', { name: 'Fiche choisie' })
  await panel.getByRole('button', { name: 'Préciser : Habitantes' }).press('Enter')
  await panel.getByLabel('Importance').selectOption({ index: 1 })
  await panel.getByRole('button', { name: 'Osent pousser la porte' }).click()
  await expect(panel.getByRole('button', { name: 'Préciser : Habitantes' })).toBeVisible()
})

test('what is empty says how to begin', async ({ browser }) => {
  const page = await browserOf(browser)
  await signIn(page)
  await createBoard(page, 'Tableau vide')
  await expect(page.locator('.empty')).toContainText(
    'Qui agit, qui est touché, qui décide ? Écrivez un nom, puis Entrée. Vous placerez ensuite.',
  )
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Corbeille', exact: true }).first().click()
  await expect(dialog.getByText('Ce que vous supprimez arrive ici.', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Versions', exact: true }).click()
  await expect(
    dialog.getByText('Le tableau s’enregistre tout seul. Une version sert à se souvenir d’une étape.', { exact: true }),
  ).toBeVisible()
  await page.keyboard.press('Escape')

  await tab(page, 'Arbre des effets')
  await expect(page.locator('.empty')).toHaveText('Qu’est-ce qui change, et pour qui ? Écrivez un effet, puis Entrée.')
  await tab(page, 'Liste')
  await expect(page.getByText('Rien encore sur ce tableau.', { exact: true })).toBeVisible()
  await tab(page, 'Référentiel')
  const empty = page.locator('.framework .empty')
  await expect(empty).toHaveText(
    'Aucun effet retenu pour l’instant. Choisissez-les dans l’arbre, ou Écrire une question',
  )
  await empty.getByRole('button', { name: 'Écrire une question' }).click()
  await expect(page.locator('.framework :focus')).toBeEditable()
  await tab(page, 'Aperçu')
  const points = page.getByRole('region', { name: 'Points à vérifier' })
  await expect(points.getByText('Rien à vérifier pour l’instant.', { exact: true })).toBeVisible()
})

test('on a phone a note goes into a zone, and an effect says for whom', async ({ browser }) => {
  const page = await browserOf(browser)
  await signIn(page)
  const board = await createBoard(page, 'Au téléphone')
  await tab(page, 'Idées')
  await page.locator('[data-canvas]').focus()
  await page.keyboard.press('z')
  const canvas = (await page.locator('[data-canvas]').boundingBox())!
  await page.mouse.move(canvas.x + 300, canvas.y + 120)
  await page.mouse.down()
  await page.mouse.move(canvas.x + 800, canvas.y + 500, { steps: 5 })
  await page.mouse.up()
  await page.keyboard.type('Parking à idées')
  await page.keyboard.press('Escape')
  await saved(page)

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/b/${board}`)
  await tab(page, 'Liste')
  await page.getByLabel('Votre idée').fill('Un local partagé')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Placer dans… : Un local partagé' }).click()
  await page.getByLabel('Dans quelle zone ?').selectOption('Parking à idées')
  await page.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }).click()
  await page.getByRole('button', { name: 'Un local partagé', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Placer dans… : Un local partagé' })).toHaveCount(0)

  await page.getByLabel('Type de fiche').selectOption('effect')
  await page.getByLabel('Pour qui ?').fill('Jeunes')
  await page.keyboard.press('Enter')
  await page.keyboard.type('se croisent\n')
  await expect(page.locator('[data-id]', { hasText: 'Jeunes' }).first()).toContainText(
    /est dans «.Pour qui.*se croisent/,
  )
})
