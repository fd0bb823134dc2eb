// A real AT Protocol network on loopback: a directory of identities and a personal data server. Says where they are as
// one line of JSON, and ends with its standard input or after LIFETIME seconds, whatever comes first.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import path from 'node:path'

const require = createRequire(path.join(process.env.ATPROTO_DIR, 'package.json'))
const { TestNetworkNoAppView } = await import(pathToFileURL(require.resolve('@atproto/dev-env')).href)

async function end() {
  await Promise.race([network.close().catch(() => undefined), new Promise((done) => setTimeout(done, 5000))])
  process.exit(0)
}

const network = await TestNetworkNoAppView.create({})
process.stdin.resume()
process.stdin.on('end', end)
setTimeout(end, 1000 * Number(process.env.LIFETIME ?? 300))
process.stdout.write(JSON.stringify({ pds: network.pds.url, plc: network.plc.url }) + '\n')
