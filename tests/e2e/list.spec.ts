/** «Liste» by the keyboard alone, and while somebody else works in it. */
import { expect, type Page } from '@playwright/test'
import { boardOf, browserOf, tab, test } from './people.ts'

async function demo(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Essayer la démonstration' }).click()
  await boardOf(page)
  await tab(page, 'Liste')
}
const notes = (page: Page) => page.locator('section[aria-labelledby="list-note"] h3')

test('everything that a mouse does on a canvas is done in the list with the keyboard', async ({ browser }) => {
  const page = await browserOf(browser)
  await demo(page)
  const box = page.getByLabel('Ajouter une fiche')

  await box.focus()
  for (const text of ['Une', 'Deux', 'Trois']) await page.keyboard.type(`${text}\n`)
  await expect(notes(page)).toHaveText(['Une', 'Deux', 'Trois'])
  await expect(box).toBeFocused()

  await page.getByRole('button', { name: 'Modifier : Deux' }).press('Enter')
  await page.keyboard.type(' bis\n')
  await expect(page.getByRole('button', { name: 'Modifier : Deux bis' })).toBeFocused()

  await page.getByRole('button', { name: 'Deux bis', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Monter : Deux bis' }).press('Enter')
  await expect(notes(page)).toHaveText(['Deux bis', 'Une', 'Trois'])
  await expect(page.getByRole('button', { name: 'Monter : Deux bis' })).toBeFocused()

  await page.getByLabel('Transformer en… : Deux bis').selectOption('effect')
  await expect(page.locator('section[aria-labelledby="list-effect"]')).toContainText('Deux bis')
  await expect(page.getByRole('button', { name: 'Deux bis', exact: true })).toBeFocused()
  await page.getByLabel('Terme').first().selectOption('long')

  await page.getByRole('button', { name: 'Une', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Mettre à la corbeille : Une' }).press('Enter')
  await expect(notes(page)).toHaveText(['Trois'])
  await expect(page.getByRole('button', { name: 'Trois', exact: true })).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(notes(page)).toHaveText(['Une', 'Trois'])
  await page.context().close()
})

test('a pasted list makes one card a line, waiting to be placed', async ({ browser }) => {
  const page = await browserOf(browser)
  await demo(page)
  await page.getByLabel('Type de fiche').selectOption('stakeholder')
  await page.getByLabel('Ajouter une fiche').focus()
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', '- Écoles\n- Mairie')
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  })
  await expect(page.getByRole('button', { name: 'Placer dans… : Écoles' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Placer dans… : Mairie' })).toBeVisible()
  await page.context().close()
})

test('somebody else moves and converts the card I write in, and I go on writing', async ({ browser }) => {
  const page = await browserOf(browser)
  await demo(page)
  await page.getByLabel('Ajouter une fiche').focus()
  await page.keyboard.type('Une\nDeux\n')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await tab(other, 'Liste')

  await page.getByRole('button', { name: 'Modifier : Deux' }).press('Enter')
  await page.keyboard.type(' et')
  await other.getByRole('button', { name: 'Deux et', exact: true }).click()
  await other.getByRole('button', { name: 'Monter : Deux et' }).click()
  await expect(notes(page).first()).toHaveText('Une')
  await page.keyboard.type(' demi')
  await other.getByLabel('Transformer en… : Deux et demi').selectOption('activity')
  await expect(page.locator('section[aria-labelledby="list-activity"] textarea')).toBeFocused()
  await page.keyboard.type('!')
  await expect(other.getByRole('button', { name: 'Deux et demi!', exact: true })).toBeVisible()
  await page.context().close()
})

for (const size of [
  { width: 683, height: 620 },
  { width: 390, height: 844 },
])
  test(`list and framework are whole at ${size.width} px`, async ({ browser }) => {
    const page = await browserOf(browser, { viewport: size })
    await demo(page)
    await page.locator('[data-id="ef-01"] [data-row]').first().click()
    for (const name of ['Liste', 'Référentiel']) {
      await tab(page, name)
      if (name === 'Référentiel') await tab(page, 'Aperçu')
      await expect(page.getByRole('heading', { name: /^Mission/ })).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
    }
    await page.getByRole('button', { name: /^Montrer : Indicateur I8/ }).click()
    await expect(page.locator('[data-id="in-08"] [data-row]')).toBeFocused()
  })

test('several cards are set, merged and removed at once, questions too', async ({ browser }) => {
  const page = await browserOf(browser)
  await demo(page)
  await page.getByLabel('Type de fiche').selectOption('question')
  await page.getByLabel('Ajouter une fiche').focus()
  for (const text of ['Qui vient ?', 'Qui vient, et d’où ?']) await page.keyboard.type(`${text}\n`)
  const row = (name: string) => page.locator('[data-id]', { has: page.getByRole('heading', { name, exact: true }) })
  for (const name of ['Qui vient ?', 'Qui vient, et d’où ?'])
    await page.getByRole('checkbox', { name: `Choisir : ${name}`, exact: true }).press('Space')
  const bar = page.getByRole('region', { name: 'Fiches et flèches choisies' })
  await expect(bar).toContainText('2 fiches choisies')
  await bar.getByText('Régler ensemble').click()
  await bar.getByLabel('Critère d’évaluation').selectOption({ index: 1 })
  await bar.getByRole('button', { name: 'Fusionner' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Fusionner' })
  await dialog.getByRole('button', { name: 'Fusionner' }).press('Enter')
  await expect(row('Qui vient, et d’où ?')).toHaveCount(0)
  await expect(row('Qui vient ?')).toBeVisible()
  await bar.getByRole('button', { name: 'Mettre à la corbeille' }).press('Enter')
  await expect(row('Qui vient ?')).toHaveCount(0)
  await expect(bar).toHaveCount(0)
  await page.context().close()
})

test('relating a card that was searched for keeps the search, the place and the focus', async ({ browser }) => {
  const page = await browserOf(browser)
  await demo(page)
  const search = page.getByLabel('Chercher dans la liste')
  await search.fill('Structures membres')
  await page.getByRole('button', { name: 'Structures membres du pôle (9)', exact: true }).press('Enter')
  const relate = page.getByRole('button', { name: 'Relier à… : Structures membres du pôle (9)' })
  await relate.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Chercher une fiche').fill('Une filière locale')
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: /Une filière locale.*concerne/ }).first()).toBeAttached()
  await expect(search).toHaveValue('Structures membres')
  await expect(relate).toBeFocused()
  await expect(relate).toBeInViewport()
})

test('several arrows are said to be fragile, then removed, as one step each', async ({ browser }) => {
  const page = await browserOf(browser)
  await demo(page)
  const arrows = page.getByRole('region', { name: /^Flèches/ }).locator('[data-id]')
  await expect(arrows).not.toHaveCount(0)
  const count = await arrows.count()
  for (const at of [0, 1]) await arrows.nth(at).getByRole('checkbox').press('Space')
  const bar = page.getByRole('region', { name: 'Fiches et flèches choisies' })
  await expect(bar.getByRole('status')).toHaveText('2 flèches choisies')
  await bar.getByText('Régler ensemble').click()
  await bar.getByLabel('Cette flèche est').selectOption({ label: 'fragile' })
  await arrows.nth(1).locator('[data-row]').press('Enter')
  await expect(arrows.nth(1).getByLabel('Cette flèche est')).toHaveValue('low')
  await bar.getByRole('button', { name: 'Mettre à la corbeille' }).press('Enter')
  await expect(arrows).toHaveCount(count - 2)
  await expect(bar).toHaveCount(0)
  await page.getByRole('button', { name: 'Annuler mon geste' }).first().click()
  await expect(arrows).toHaveCount(count)
  await page.context().close()
})

test('what an arrow says follows from its ends: the list does not ask for it', async ({ browser }) => {
  const page = await browserOf(browser)
  await demo(page)
  const found = page
    .getByRole('region', { name: /^Flèches/ })
    .locator('[data-id]', { hasText: 'conduit à' })
    .first()
  const arrow = page.locator(`[data-id="${await found.getAttribute('data-id')}"]`)
  await arrow.locator('[data-row]').press('Enter')
  await expect(arrow.getByLabel('Cette flèche est')).toBeVisible()
  const kind = arrow.getByLabel('Cette flèche dit')
  await expect(kind).toBeHidden()
  await arrow.getByText('Plus de détails').press('Enter')
  await expect(kind.locator('option').first()).toHaveText('Conduit à')
  await kind.selectOption('Freine')
  await expect(arrow.locator('[data-row]')).toContainText('freine')
  await kind.selectOption('Conduit à')
  await expect(arrow.locator('[data-row]')).toContainText('conduit à')
  await page.context().close()
})
