// Like the board itself: painted in the browser.
export const ssr = false
