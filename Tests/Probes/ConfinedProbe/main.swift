import Glibc
import Sekat

// Confines itself and goes on, as a server does: `confined-probe POLICY NEEDS WORK…`. The policy is JSON
// text, the needs `all` or `none`. What works is written to standard output, a word a line.

/// Writes a line at once, with one call.
func say(_ text: String, to descriptor: Int32 = 1) {
  let bytes = Array("\(text)\n".utf8)
  _ = write(descriptor, bytes, bytes.count)
}

let words = CommandLine.arguments
guard words.count > 3 else { exit(64) }
let work = words[3...].map { word in
  guard let work = Work(rawValue: word) else {
    say("unknown work '\(word)'", to: 2)
    exit(64)
  }
  return work
}
for part in work { await part.prepare() }
do {
  let policy = try SandboxPolicy(json: words[1])
  try Sandbox.confine(policy, for: words[2] == "all" ? .all : [])
  for part in work {
    try await part.run()
    say(part.rawValue)
  }
} catch {
  say("\(error)", to: 2)
  exit(1)
}
