/** Words in a form that has not been sent: they would go with the form. A choice that stays from card to card, «Pour qui ?», is none. */
export const hasDraft = (): boolean =>
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(BOXES)].some(({ value }) => value.trim() !== '')
const BOXES = '.board form :is(textarea, input:is([type=text], :not([type]))):not([role=combobox])'
