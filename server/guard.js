// Plain JavaScript that any Node reads, run before anything native is loaded: on an older Node better-sqlite3 dies with a segmentation
// fault instead of an error, and node:crypto has no argon2.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 24 || (major === 24 && minor < 7)) {
  console.error(
    `Canevas needs Node 24.7 or newer and found ${process.versions.node}: run it through npm (npm start), which brings its own Node on Linux and Windows, or install Node 24.`,
  )
  process.exit(1)
}
