/** «Référentiel»: from the question to the indicator, and the same in a grid, by two people at once and without a mouse. */
import { expect, type Locator, type Page } from '@playwright/test'
import { browserOf, createBoard, importBoard, invite, join, ORIGIN, saved, signIn, tab, test } from './people.ts'

const cell = (page: Page, row: string, column: string): Locator =>
  page.getByRole('row', { name: row }).locator(`[data-at$="/${column}"]`)

async function pasteInto(page: Page, text: string): Promise<void> {
  await page.evaluate((block) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', block)
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement!.dispatchEvent(paste)
  }, text)
}

test('a question, its criterion and its indicator, by the keyboard alone and seen by somebody else', async ({
  browser,
}) => {
  const [lucie, nadia] = [await browserOf(browser), await browserOf(browser)]
  await signIn(lucie)
  await createBoard(lucie, 'Référentiel à deux')
  await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  await tab(lucie, 'Référentiel')
  await tab(nadia, 'Référentiel')

  await lucie.getByRole('button', { name: 'Écrire une question' }).press('Enter')
  await expect(lucie.getByLabel('Nouvelle question', { exact: true })).toBeFocused()
  await lucie.getByRole('button', { name: 'En quoi…' }).press('Enter')
  await lucie.keyboard.type('le pôle change les pratiques ?\n')
  const question = nadia.getByRole('article', { name: 'En quoi le pôle change les pratiques ?' })
  await expect(question).toBeVisible()

  // Enter goes from the question to its criteria, and chains there.
  await lucie.getByRole('article').getByLabel('Question', { exact: true }).press('Enter')
  await lucie.keyboard.type('Les habitants réparent\nLes élus achètent local\n')
  await expect(question.getByLabel('On saura que c’est réussi si…', { exact: true })).toHaveCount(2)

  // The other takes the criterion on, and both see it.
  const takeOn = question.getByRole('button', { name: 'Je m’en occupe : Les habitants réparent' })
  await takeOn.press('Enter')
  await expect(takeOn).toHaveAttribute('aria-pressed', 'true')
  await expect(lucie.getByRole('article')).toContainText('Nadia s’en occupe.')

  // She takes an indicator of the bank, and answers the form.
  await question.getByRole('button', { name: 'Banque : Les habitants réparent' }).press('Enter')
  const form = nadia.getByRole('dialog')
  await form.getByLabel('Chercher un indicateur').fill('coopération')
  await form.getByRole('button', { name: 'Reprendre : Bénéfice perçu de la coopération' }).press('Enter')
  await expect(form.getByLabel('À quoi le verra-t-on ?')).toHaveValue('Bénéfice perçu de la coopération')
  await expect(form.getByRole('radio', { name: 'Récit (qualitatif)' })).toBeChecked()
  await form.getByLabel('Comment la recueille-t-on ?').selectOption('interview')
  await form.getByLabel('Tous les combien ?').selectOption('annual')
  await form.getByRole('radio', { name: 'Léger' }).check()
  await form.getByRole('button', { name: 'Terminé' }).press('Enter')
  await expect(lucie.getByRole('button', { name: 'Compléter : Bénéfice perçu de la coopération' })).toContainText(
    'Chaque année',
  )
  await expect(lucie.locator('[data-counts]')).toContainText('1 question · 0 chiffre · 1 récit')
  await saved(nadia)
})

test('the grid: keys, somebody else’s cell, a pasted block with a value nobody understands, several rows at once', async ({
  browser,
}) => {
  const [lucie, nadia] = [await browserOf(browser), await browserOf(browser)]
  await signIn(lucie)
  await importBoard(lucie)
  await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  for (const page of [lucie, nadia]) {
    await tab(page, 'Référentiel')
    await tab(page, 'Grille')
  }
  await expect(lucie.getByRole('grid')).toHaveAttribute('aria-rowcount', '24')

  // Typing begins, Escape gives up, Enter keeps and goes down.
  const unit = cell(lucie, 'Tonnage collecté', 'unit')
  await unit.click()
  await lucie.keyboard.type('kg')
  await lucie.keyboard.press('Escape')
  await expect(unit).toHaveText('t/an')
  await expect(unit).toBeFocused()
  await expect(cell(nadia, 'Tonnage collecté', 'unit')).toContainText('Lucie')
  await lucie.keyboard.type('tonnes')
  await lucie.keyboard.press('Enter')
  await expect(cell(nadia, 'Tonnage collecté', 'unit')).toHaveText('tonnes')
  await expect(cell(lucie, 'Tonnage remis en circulation', 'unit')).toBeFocused()

  // A block: one value is told, the others go in.
  const frequency = cell(lucie, 'Tonnage collecté', 'frequency')
  await frequency.click()
  await pasteInto(lucie, 'mensuelle\nparfois\nTrimestrielle\n')
  const dialog = lucie.getByRole('dialog')
  await expect(dialog).toContainText('Ligne 2, colonne « Fréquence » : « parfois » n’est pas reconnu.')
  await expect(dialog).toContainText('Les 2 autres lignes sont prêtes.')
  await dialog.getByRole('button', { name: 'Corriger' }).press('Enter')
  await dialog.getByLabel('Fréquence : parfois').selectOption('biennial')
  await dialog.getByRole('button', { name: 'Importer avec ces corrections' }).press('Enter')
  await expect(cell(nadia, 'Tonnage collecté', 'frequency')).toContainText('Chaque mois')
  await expect(cell(nadia, 'Tonnage remis en circulation', 'frequency')).toHaveText('Tous les deux ans')

  // Several rows, one value, one step of undo.
  for (const name of ['Tonnage collecté', 'Tonnage remis en circulation', 'Taux de réemploi'])
    await lucie.getByLabel(`Choisir : ${name}`, { exact: true }).check()
  await lucie.getByLabel('Colonne à remplir').selectOption('dataAvailability')
  await lucie.getByLabel('Valeur', { exact: true }).selectOption('to_build')
  await lucie.getByRole('button', { name: 'Remplir 3 lignes' }).click()
  for (const name of ['Tonnage collecté', 'Taux de réemploi'])
    await expect(cell(nadia, name, 'dataAvailability')).toHaveText('À construire')
  await lucie.keyboard.press('Control+z')
  for (const name of ['Tonnage collecté', 'Taux de réemploi'])
    await expect(cell(nadia, name, 'dataAvailability')).not.toHaveText('À construire')

  // Sorting and filtering are this person's own.
  await nadia.getByRole('button', { name: 'Indicateur', exact: true }).click()
  await expect(nadia.getByRole('columnheader', { name: 'Indicateur' })).toHaveAttribute('aria-sort', 'ascending')
  await nadia.getByPlaceholder('Filtrer les lignes').fill('reemploi')
  await expect(nadia.getByRole('grid')).not.toHaveAttribute('aria-rowcount', '24')
  await expect(lucie.getByRole('grid')).toHaveAttribute('aria-rowcount', '24')
})

test('evidence asks for consent, a decision keeps its reason, and the facilitator wakes the checks', async ({
  browser,
}) => {
  const lucie = await browserOf(browser)
  await signIn(lucie)
  await importBoard(lucie)
  await tab(lucie, 'Référentiel')
  await tab(lucie, 'Preuves')
  const form = lucie.getByRole('form', { name: 'Ajouter une parole ou un document' })
  await form.getByLabel('Ce qui a été dit, sans nommer personne').fill('On se parle enfin.')
  await form.getByLabel('Profil (jamais un nom)').fill('Karima Benali')
  await expect(form).toContainText('le nom ou les coordonnées')
  await form.getByLabel('Profil (jamais un nom)').fill('habitante, 30 à 45 ans')
  await expect(form).not.toContainText('le nom ou les coordonnées')
  await form.getByRole('radio', { name: 'Oui' }).check()
  await form.getByLabel(/Pour quel usage/).selectOption('restitution')
  await form.getByRole('button', { name: 'Ajouter', exact: true }).press('Enter')
  await expect(lucie.locator('summary', { hasText: 'On se parle enfin' })).toContainText('accord donné · Restitution')

  for (const name of [/E1 Des objets/, /E2 Les foyers/]) await lucie.getByRole('checkbox', { name }).check()
  await lucie.getByLabel('Pourquoi, en une ligne').fill('Trop tôt pour le mesurer, selon Lucie Morel')
  await expect(lucie.getByLabel('Manière de décider')).toHaveValue('')
  await lucie.getByLabel('Manière de décider').selectOption('Mise en débat')
  // None of them is today's.
  const atelier = lucie.getByLabel('Atelier', { exact: true })
  await expect(atelier).toHaveValue('')
  await atelier.selectOption({ index: 2 })
  const workshopId = await atelier.inputValue()
  await lucie.getByRole('button', { name: 'En attente', exact: true }).click()
  await expect(lucie.locator('.decision', { hasText: 'Trop tôt pour le mesurer' })).toContainText('Mise en débat')
  await expect(lucie.getByText('En attente', { exact: true })).toHaveCount(4)
  await saved(lucie)
  const { decisions } = await (await lucie.request.get(`${new URL(lucie.url()).pathname}/referentiel.json`)).json()
  const kept: Record<string, unknown> = { result: expect.stringContaining('Trop tôt'), workshopId }
  expect(decisions).toContainEqual(expect.objectContaining(kept))

  await tab(lucie, 'Aperçu')
  const points = lucie.getByRole('region', { name: 'Points à vérifier' })
  await expect(points).toContainText('niveau (1-4)')
  await expect(points).toContainText('le nom d’une personne de l’atelier')
  await points.getByRole('button', { name: /Prendre l’unité de la banque/ }).click()
  await expect(points).not.toContainText('dans la banque')
  await points.getByLabel('Indicateurs').uncheck()
  await expect(points.getByText('Une cible sans valeur initiale')).toHaveCount(0)
  await points.getByLabel('Indicateurs').check()
  await expect(points.getByText('Une cible sans valeur initiale').first()).toBeVisible()
})

/** The names of what can be used in the part that is shown. */
const usable = (page: Page) =>
  page.locator('.framework [role="tabpanel"]').evaluate((panel) => {
    const controls = panel.querySelectorAll<HTMLElement>(
      'button:enabled, select:enabled, textarea:enabled:not([readonly]), input:enabled:not([readonly]), [draggable="true"]',
    )
    const nameOf = (control: HTMLElement) =>
      control.ariaLabel ?? (control as HTMLInputElement).labels?.[0]?.textContent ?? control.textContent
    return [...controls].filter((control) => control.checkVisibility()).map((control) => nameOf(control).trim())
  })

test('who only reads, or reads a kept version, finds Référentiel whole and nothing to write with', async ({
  browser,
}) => {
  const [lucie, odile] = [await browserOf(browser), await browserOf(browser)]
  await signIn(lucie)
  const board = await importBoard(lucie)
  const headers = { accept: 'application/json', origin: ORIGIN }
  const kept = await lucie.request.post(`/b/${board}/versions`, { data: { label: 'Première' }, headers })
  const version = `/b/${board}/versions/${(await kept.json()).id}`
  await join(odile, await invite(lucie, 'observer'), 'Odile', 'Recherche')

  const reads = async (page: Page) => {
    await tab(page, 'Référentiel')
    await tab(page, 'Construire')
    const question = page.getByRole('article').first()
    await expect(question.getByLabel('Question', { exact: true })).toHaveValue(/^Dans quelle mesure le pôle/)
    expect((await usable(page)).filter((name) => !/^(Montrer|Ouvrir la fiche)\s: /.test(name))).toEqual([])
    await question.getByRole('button', { name: 'Montrer : Taux de réemploi' }).click()
    const form = page.getByRole('dialog')
    await expect(form.getByLabel('À quoi le verra-t-on ?')).toHaveValue('Taux de réemploi')
    await expect(form.locator('textarea:enabled:not([readonly]), input:enabled, select:enabled')).toHaveCount(0)
    await expect(form.getByRole('button')).toHaveText(['', 'Terminé'])
    await form.getByRole('button', { name: 'Terminé' }).click()

    // The grid: cells are read, sorted and copied, and do not open.
    await tab(page, 'Grille')
    const unit = cell(page, 'Tonnage collecté', 'unit')
    await unit.dblclick()
    await page.keyboard.press('Enter')
    await page.keyboard.type('kg')
    await page.keyboard.press('Delete')
    await pasteInto(page, 'kg')
    await page.getByLabel('Choisir : Tonnage collecté', { exact: true }).check()
    await expect(page.getByLabel('Colonne à remplir')).toHaveCount(0)
    await expect(page.getByRole('grid').locator('td :is(textarea, select, input:not([type="checkbox"]))')).toHaveCount(
      0,
    )
    await expect(unit).toHaveText('t/an')
    expect(await usable(page)).not.toContain('Ajouter un indicateur')

    await tab(page, 'Preuves')
    await expect(page.locator('summary').first()).toBeVisible()
    expect((await usable(page)).filter((name) => !/^Ouvrir la fiche\s: /.test(name))).toEqual([])
    await page.getByRole('button', { name: /^Ouvrir la fiche\s: Effets prioritaires/ }).click()
    const panel = page.getByRole('complementary', { name: 'Fiche choisie' })
    await expect(panel.getByLabel('Règle')).toHaveValue('5 voix par personne, 2 au plus par effet')
    await expect(panel.locator(':is(textarea, input):not([readonly]):enabled, select:enabled')).toHaveCount(0)
    await tab(page, 'Aperçu')
    await expect(page.getByRole('region', { name: 'Points à vérifier' })).toContainText(
      'Une cible sans valeur initiale',
    )
    const left = (await usable(page)).filter((name) => !/^(Montrer\s: |Points à vérifier|Inclure influence)/.test(name))
    expect(left).toEqual([])
  }
  await reads(odile)
  for (const page of [odile, lucie]) {
    await page.goto(version)
    await reads(page)
  }
})
