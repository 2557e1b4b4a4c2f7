// The board lives in the browser: document, canvas and sockets. The server renders its frame only.
export const ssr = false
