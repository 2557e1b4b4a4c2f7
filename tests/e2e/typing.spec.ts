/** What somebody types is never lost: not while a word is being composed, not with another window in front, not by a reload. */
import { expect, type Page } from '@playwright/test'
import { invite, join, browserOf, quickAdd, saved, signIn, createBoard, tab, test, two } from './people.ts'

/** Begins a word of several keys, as input methods, dead keys and touch keyboards do; it stays open. */
async function compose(page: Page, word: string): Promise<void> {
  const line = await page.context().newCDPSession(page)
  await line.send('Input.imeSetComposition', { text: word, selectionStart: word.length, selectionEnd: word.length })
}
async function endComposing(page: Page, word: string): Promise<void> {
  const line = await page.context().newCDPSession(page)
  await line.send('Input.insertText', { text: word })
}

test('a word that is being composed stays whole while a colleague adds cards, wherever words are written', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Composer')
  await tab(lucie, 'Idées')
  await tab(nadia, 'Idées')
  await quickAdd(lucie, 'Ma note')
  await saved(lucie)
  let others = 0
  const composing = async (box: ReturnType<Page['locator']>, after: string) => {
    await box.focus()
    await box.press('End')
    await compose(lucie, 'fenê')
    await quickAdd(nadia, `Une autre ${++others}`)
    await saved(nadia)
    await expect(box).toHaveValue(after.replace(/fenêtre$/, 'fenê'))
    await endComposing(lucie, 'fenêtre')
    await expect(box).toHaveValue(after)
  }
  // On the card itself.
  await lucie.locator('[data-canvas]').focus()
  await lucie.keyboard.press('Enter')
  const onCard = lucie.locator('[data-editing] textarea')
  await composing(onCard, 'Ma notefenêtre')
  await onCard.press('Escape')
  // In the panel.
  await composing(lucie.locator('aside textarea').first(), 'Ma notefenêtrefenêtre')
  // In the list.
  await tab(lucie, 'Liste')
  await composing(lucie.locator('li.open textarea').first(), 'Ma notefenêtrefenêtrefenêtre')
  // In a box that is no card yet.
  await composing(lucie.getByLabel('Ajouter une fiche'), 'fenêtre')
})

test('another window in front and back again ends nothing that is being written', async ({ browser }) => {
  const { lucie } = await two(browser, 'Fenêtres')
  await tab(lucie, 'Idées')
  await quickAdd(lucie, 'Ma note')
  await lucie.locator('[data-canvas]').focus()
  await lucie.keyboard.press('Enter')
  const box = lucie.locator('[data-editing] textarea')
  await box.press('End')
  // As a browser tells it: the box hears that it lost the focus, and stays the active element.
  await box.evaluate((element) => {
    const has = document.hasFocus.bind(document)
    document.hasFocus = () => false
    element.dispatchEvent(new FocusEvent('blur'))
    document.hasFocus = has
  })
  await lucie.keyboard.type(' va plus loin')
  await expect(box).toHaveValue('Ma note va plus loin')
})

test('what is half written is in its box again after a reload, for its author alone, until it is sent', async ({
  browser,
}) => {
  const [lucie, nadia] = [await browserOf(browser), await browserOf(browser)]
  await signIn(lucie)
  await createBoard(lucie, 'À moitié')
  await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  await nadia.locator('form.quick textarea').fill('Une régie de quart')
  await tab(nadia, 'Mission')
  await nadia
    .getByLabel(/^Écrire une note/)
    .first()
    .fill('Nous voul')
  await tab(nadia, 'Référentiel')
  await nadia.getByLabel('Nouvelle question', { exact: true }).fill('En quoi ')
  await tab(nadia, 'Liste')
  await nadia.getByLabel('Ajouter une fiche').fill('et ceci')
  await nadia.reload()
  await saved(nadia)
  await expect(nadia.getByLabel('Ajouter une fiche')).toHaveValue('et ceci')
  await tab(nadia, 'Référentiel')
  await expect(nadia.getByLabel('Nouvelle question', { exact: true })).toHaveValue('En quoi ')
  await tab(nadia, 'Mission')
  await expect(nadia.getByLabel(/^Écrire une note/).first()).toHaveValue('Nous voul')
  await tab(nadia, 'Parties prenantes')
  await expect(nadia.locator('form.quick textarea')).toHaveValue('Une régie de quart')
  await quickAdd(nadia, 'Une régie de quartier')
  await nadia.reload()
  await saved(nadia)
  await expect(nadia.locator('form.quick textarea')).toHaveValue('')
})

test('every «Ajouter…» puts the caret where one writes', async ({ browser }) => {
  const { lucie } = await two(browser, 'Ajouter')
  const typed = async (words: string) => {
    await lucie.keyboard.type(words)
    await expect(lucie.locator(':focus')).toHaveValue(words)
  }
  await tab(lucie, 'Mission')
  const zone = lucie.locator('section.zone').first()
  await zone.getByLabel(/^Écrire une note/).fill('Une note')
  await zone.getByRole('button', { name: /^Ajouter/ }).click()
  await typed('Une deuxième')
  await tab(lucie, 'Parties prenantes')
  await lucie.getByRole('button', { name: /Voix absentes/ }).click()
  await lucie.getByLabel('Ajouter une voix absente').fill('Les jeunes')
  await lucie.locator('.voices form button').click()
  await typed('Les aînés')
  await tab(lucie, 'Liste')
  await lucie.getByLabel('Type de fiche').selectOption({ label: 'Indicateur' })
  await lucie.getByLabel('Ajouter une fiche').fill('Nombre de visites')
  await lucie.getByLabel('Ajouter une fiche').press('Enter')
  const row = lucie.locator('li[data-id]', { hasText: 'Nombre de visites' })
  await row.getByRole('button', { name: 'Nombre de visites', exact: true }).click()
  await row.getByRole('button', { name: 'Ajouter une source' }).click()
  await typed('INSEE')
})

test('a retained wording that somebody else wrote anew is read and taken up again, without a version', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Formulations')
  const retained = (page: Page) => page.locator('section.zone').first().locator('.retained textarea').first()
  await tab(lucie, 'Mission')
  await tab(nadia, 'Mission')
  await retained(lucie).fill('Réduire les déchets')
  await saved(lucie)
  await expect(retained(nadia)).toHaveValue('Réduire les déchets')
  await retained(nadia).fill('Autre chose')
  await expect(retained(lucie)).toHaveValue('Autre chose')
  const zone = lucie.locator('section.zone').first()
  await zone.getByText('1 formulation précédente').click()
  await zone.getByRole('button', { name: /^Reprendre/ }).click()
  await expect(retained(nadia)).toHaveValue('Réduire les déchets')
  await expect(nadia.locator('section.zone').first().getByText('2 formulations précédentes')).toBeVisible()
  await lucie.keyboard.press('Control+z')
  await expect(retained(nadia)).toHaveValue('Autre chose')
})
