import ClassicBPF
import LinuxABI
import SeccompFilter
import Sekat

// A filter that a program makes itself, with the types of the modules beside `Sekat`.

/// One that the program has of its own; the module's is `SeccompFilter.Filter`.
struct Filter {}

guard let machine = Machine.native, let call = Syscall.named("getppid")?.number(on: machine.abi)
else { fatalError("sekat does not know this machine") }
let rule = Rule(
  numbers: IntervalSet(call...call), action: .errno(1), origin: RuleOrigin(0))
let filter = SeccompFilter.Filter(
  machine: machine, abis: [ABIFilter(abi: machine.abi, rules: [rule], defaultAction: .allow)],
  foreign: .killProcess, skipped: .errno(38))

let policy = try SandboxPolicy(filter: filter, name: "no-parents")
print(try policy.verdict(on: "getppid"), terminator: "")
try Sandbox.confine(policy)
print("confined")
