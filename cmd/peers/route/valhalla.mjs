// Asks Valhalla what stands on standard input, and tells what it took in seconds of
// processor. Questions and answers stay text while time is taken.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const { Actor, VALHALLA_VERSION } = createRequire(import.meta.url)(process.argv[2])
const { config, pairs, spots, flood } = JSON.parse(readFileSync(0, 'utf8'))
const actor = new Actor(readFileSync(config, 'utf8'))
const place = ([lon, lat]) => ({ lon, lat })

async function took(rounds, work) {
  let best = Infinity
  for (let i = 0; i < rounds; i++) {
    const begin = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(begin)
    best = Math.min(best, (user + system) / 1e6)
  }
  return best
}

const routes = (list, more) =>
  list.map(ends => JSON.stringify({ locations: ends.map(place), costing: 'auto', units: 'kilometers', ...more }))

async function all(questions) {
  const answers = []
  for (const q of questions) answers.push(await actor.route(q).catch(() => null)) // no way, or no road near
  return answers
}

let answers
const bare = routes(pairs, { directions_type: 'none' })
const full = routes(pairs)
const pair = await took(3, async () => { answers = await all(bare) })
const path = await took(3, () => all(full))
const around = routes(pairs.slice(0, 1), { directions_type: 'none', exclude_polygons: flood })
const closure = await took(5, () => actor.route(around[0]))
const square = JSON.stringify({ sources: spots.map(place), targets: spots.map(place), costing: 'auto', verbose: false })
const matrix = await took(1, () => actor.matrix(square))

process.stdout.write(JSON.stringify({
  version: VALHALLA_VERSION, pair_s: pair / pairs.length, path_s: path / pairs.length, closure_s: closure, matrix_200_s: matrix,
  seconds: answers.map(a => a && JSON.parse(a).trip.summary.time),
}))
