import Glibc
import Sekat

// Names that servers have themselves: `import Sekat` does not take them away.
struct Filter {}
struct Policy {}
struct Rule {}
struct Machine {}
struct Condition {}
struct Subject {}

let policy = try SandboxPolicy("builtin:read-only")
print(try policy.verdict(on: "openat flags=O_WRONLY"), terminator: "")

let child = try Sandbox.spawn(["cat"], under: [policy])
try child.input?.write("from a confined child\n".utf8)
child.input?.close()
print(String(decoding: try child.output?.readToEnd() ?? [], as: UTF8.self), terminator: "")
print(try child.wait())

try Sandbox.confine(policy)
print("confined")
// What is still in the buffer would go with this program.
fflush(nil)
let script = "echo become; echo > /tmp/sekat-client || echo denied"
try Sandbox.become(["sh", "-c", script], under: [policy])
