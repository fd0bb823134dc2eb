// A real AT Protocol network on loopback: a directory of identities and a personal data server; where DB_POSTGRES_URL
// names a database, also the view of the whole network (search, notifications). Says where they are as one line of
// JSON, and ends with its standard input or after LIFETIME seconds, whatever comes first.
import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(path.join(process.env.ATPROTO_DIR, 'package.json'))
const { TestBsky, TestBsync, TestNetworkNoAppView, TestPds, TestPlc, mockNetworkUtilities } =
  await import(pathToFileURL(require.resolve('@atproto/dev-env')).href)
const closing = []

async function small() {
  const network = await TestNetworkNoAppView.create({})
  closing.push(network)
  return network
}

async function whole(database) {
  const plc = await TestPlc.create({})
  closing.push(plc)
  const pdsPort = await freePort()
  const bsync = await TestBsync.create({ apiKeys: ['bsync-api-key'], dbUrl: database, dbSchema: 'bsync' })
  closing.unshift(bsync)
  const bsky = await TestBsky.create({
    bsyncApiKey: 'bsync-api-key', // the name that TestBsky knows
    bsyncUrl: bsync.url,
    dbPostgresSchema: 'appview',
    dbPostgresUrl: database,
    pdsPort,
    plcUrl: plc.url,
    repoProvider: `ws://localhost:${pdsPort}`,
  })
  closing.unshift(bsky)
  bsync.ctx.dataplaneClients = [bsky.ctx.dataplane]
  const view = { bskyAppViewUrl: bsky.url, bskyAppViewDid: bsky.ctx.cfg.serverDid }
  const pds = await TestPds.create({ port: pdsPort, didPlcUrl: plc.url, ...view })
  closing.unshift(pds)
  mockNetworkUtilities(pds, bsky)
  return { pds, plc }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

async function end() {
  const closed = async () => { for (const part of closing) await part.close().catch(() => undefined) }
  await Promise.race([closed(), new Promise((done) => setTimeout(done, 5000))])
  process.exit(0)
}

const database = process.env.DB_POSTGRES_URL
const network = database ? await whole(database) : await small()
process.stdin.resume()
process.stdin.on('end', end)
setTimeout(end, 1000 * Number(process.env.LIFETIME ?? 300))
process.stdout.write(JSON.stringify({ pds: network.pds.url, plc: network.plc.url }) + '\n')
