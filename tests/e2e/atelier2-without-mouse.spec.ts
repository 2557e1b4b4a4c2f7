/** A whole atelier 2 without a mouse: keys alone write, and after each step the accessibility tree is read as a screen reader would. */
import { expect, type Locator, type Page } from '@playwright/test'
import { boardOf, browserOf, createBoard, signIn, test } from './people.ts'

/** Walks to a control with Tab alone. */
async function reach(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toHaveCount(1)
  const control = await target.elementHandle()
  for (let steps = 0; steps < 120; steps++) {
    if (await page.evaluate((node) => node === document.activeElement, control)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Tab does not reach ${String(target)}`)
}
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })
async function press(page: Page, target: Locator, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await reach(page, target, key)
  await page.keyboard.press('Enter')
}
async function choose(page: Page, target: Locator, letters: string): Promise<void> {
  await reach(page, target)
  await page.keyboard.type(letters)
}
async function goToTab(page: Page, name: string): Promise<void> {
  await reach(page, page.locator('[id^=tab-][aria-selected=true]'), 'Shift+Tab')
  for (let steps = 0; steps < 8; steps++) {
    if ((await page.locator('[id^=tab-][aria-selected=true]').innerText()) === name) break
    await page.keyboard.press('ArrowRight')
  }
  await expect(page.getByRole('tab', { name })).toBeFocused()
}
/** What a screen reader finds under a place of the page. */
const heard = (page: Page, place = 'body') => page.locator(place).ariaSnapshot()

test('atelier 2 without a mouse, read by its accessibility tree', async ({ browser }) => {
  test.setTimeout(240_000)
  const page = await browserOf(browser)
  await signIn(page)
  await createBoard(page, 'Atelier 2 sans souris')
  await page.reload()
  await boardOf(page)

  // Chacun pour soi: the effect carries its stakeholder from birth.
  await goToTab(page, 'Arbre des effets')
  expect(await heard(page, '#view-panel')).toContain('Qu’est-ce qui change, et pour qui')
  await reach(page, page.getByLabel('Pour qui ?'))
  await page.keyboard.type('Élèves')
  await page.keyboard.press('Enter')
  await page.keyboard.type('goûtent de tout')
  await page.keyboard.press('Enter')
  for (const effect of ['mangent local', 'mangent locaux', 'Organiser un forum']) {
    await page.keyboard.type(effect)
    await page.keyboard.press('Enter')
  }
  await choose(page, page.getByLabel('Type de fiche'), 'Action')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Former les cuisiniers')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => heard(page, '#view-panel'))
    .toMatch(/button "À placer \(4\)"[\s\S]*goûtent de tout[\s\S]*mangent local/)

  // Regrouper: an effect is a change and not an action, and what looks alike becomes one card.
  expect(await heard(page, '.tray')).toMatch(/Organiser un forum[\s\S]*On dirait une action\./)
  await press(page, button(page, 'Déplacer dans Actions : Organiser un forum'), 'Shift+Tab')
  await expect.poll(() => heard(page, '.tray')).toContain('button "À placer (3)"')
  expect(await heard(page, '.tray')).not.toContain('On dirait une action.')
  await press(page, button(page, /paire de fiches se ressemble/))
  const twins = page.getByRole('dialog').getByRole('region', { name: 'Ces 2 fiches se ressemblent' })
  expect(await twins.ariaSnapshot()).toMatch(/mangent local[\s\S]*mangent locaux/)
  await press(page, twins.getByRole('button', { name: 'Fusionner', exact: true }))
  const merging = page.getByRole('dialog', { name: 'Fusionner des fiches' })
  expect(await merging.ariaSnapshot()).toMatch(/group "Formulation à garder en titre":[\s\S]*\[checked\]/)
  await press(page, merging.getByRole('button', { name: 'Fusionner', exact: true }))
  await expect.poll(() => heard(page, '.tray')).toContain('button "À placer (2)"')

  // Placer: «Placer dans…», in the list or from the tray.
  await press(page, button(page, 'Placer dans… goûtent de tout'), 'Shift+Tab')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await heard(page, 'dialog')).toContain('combobox "Dans quelle colonne')
  await page.keyboard.type('Court')
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }))
  await press(page, button(page, 'Placer dans… mangent local'))
  await page.keyboard.type('Long')
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }))
  await expect(page.locator('.tray')).toHaveCount(0)

  // Relier: «De quoi est-ce la suite ?»
  await goToTab(page, 'Liste')
  await press(page, button(page, 'goûtent de tout'))
  await press(page, button(page, 'Relier à… : goûtent de tout'))
  await page.keyboard.type('mangent local')
  await page.keyboard.press('Enter')
  await press(page, button(page, 'Former les cuisiniers'), 'Shift+Tab')
  await press(page, button(page, 'Relier à… : Former les cuisiniers'))
  await page.keyboard.type('goûtent')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => heard(page, '.list'))
    .toMatch(/« goûtent de tout » conduit à « mangent local »|goûtent de tout .*conduit à.* mangent local/)

  // Effets non voulus: all that is written lands there.
  await goToTab(page, 'Arbre des effets')
  const kind = page.getByLabel('Type de fiche')
  await reach(page, kind)
  while ((await kind.inputValue()) !== 'negative') await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('le prix du repas monte')
  await page.keyboard.press('Enter')
  await expect.poll(() => heard(page, 'aside')).toMatch(/combobox "Sens":[\s\S]*option "[^"]*Négatif" \[selected\]/)
  await reach(page, kind, 'Shift+Tab')
  while ((await kind.inputValue()) !== 'surprise') await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('les voisins viennent aussi')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => heard(page, 'aside'))
    .toMatch(/combobox "Attendu[^"]*":[\s\S]*option "Inattendu" \[selected\]/)

  // Conditions: the arrow is chosen in the list and answered in the panel or the list.
  await goToTab(page, 'Liste')
  await press(page, page.locator('section[aria-labelledby="list-causal"] [data-row]').first())
  const arrows = 'section[aria-labelledby="list-causal"]'
  expect(await heard(page, arrows)).toMatch(/combobox "Cette flèche est"/)
  await choose(page, page.locator(arrows).getByLabel('Cette flèche est'), 'fragile')
  await reach(page, page.locator(arrows).getByRole('textbox', { name: 'Ajouter une condition' }))
  await page.keyboard.type('les parents suivent')
  await page.keyboard.press('Enter')
  await expect.poll(() => heard(page, arrows)).toMatch(/group "À quelle condition[^"]*":[\s\S]*les parents suivent/)
  expect(await heard(page, arrows)).toMatch(/option "fragile" \[selected\]/)
  await reach(page, page.locator(arrows).getByRole('textbox', { name: 'Ajouter un facteur extérieur' }))
  await page.keyboard.type('le prix des denrées')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => heard(page, arrows))
    .toMatch(/group "De quoi cela dépend-il en dehors de nous[^"]*":[\s\S]*le prix des denrées/)

  // Débat: retained, with its reason kept; what was merged is still read in it.
  await goToTab(page, 'Liste')
  await reach(page, page.getByRole('checkbox', { name: 'Choisir : mangent local', exact: true }))
  await page.keyboard.press('Space')
  await reach(page, page.getByRole('textbox', { name: 'Pourquoi, en une ligne' }), 'Shift+Tab')
  await page.keyboard.type('tout le monde y tient')
  expect(await heard(page, '.several')).toMatch(/group "Décider"[\s\S]*button "Retenu"[\s\S]*button "En attente"/)
  await press(page, button(page, 'Retenu'))
  await expect.poll(() => heard(page, 'section[aria-labelledby="list-effect"]')).toContain('Retenu')
  await expect.poll(() => heard(page, 'section[aria-labelledby="list-decision"]')).toContain('tout le monde y tient')
  const effects = page.locator('section[aria-labelledby="list-effect"]')
  await press(page, effects.getByRole('button', { name: 'mangent local', exact: true }))
  await expect
    .poll(() => effects.ariaSnapshot())
    .toMatch(/option "Retenu" \[selected\][\s\S]*group "Formulations d’origine":[\s\S]*mangent locaux/)

  // Nothing of it is lost, and undo is a key away.
  await goToTab(page, 'Arbre des effets')
  await page.keyboard.press('Control+z')
  await goToTab(page, 'Liste')
  await expect(page.locator('section[aria-labelledby="list-effect"]')).not.toContainText('Retenu')
  await expect(page.locator('section[aria-labelledby="list-decision"]')).toHaveCount(0)
})
