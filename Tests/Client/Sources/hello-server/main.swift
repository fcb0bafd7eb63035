import Glibc
import NIOCore
import NIOPosix
import Sekat

// A web server that confines itself: `hello-server POLICY REQUESTS`. It asks itself so many things over
// loopback, from a child that has a policy of its own, and tries on each of its threads to open a file
// in another way than its runtime does.

let words = CommandLine.arguments
if words.count == 4, words[1] == "load", let port = UInt16(words[2]), let count = Int(words[3]) {
  exit(Load(port: port, requests: count).run() ? 0 : 1)
}
guard words.count == 3, let requests = Int(words[2]) else {
  print("usage: hello-server POLICY REQUESTS")
  exit(64)
}

let group = MultiThreadedEventLoopGroup(numberOfThreads: 4)
let server = try await HelloServer.start(on: group)
guard let port = server.localAddress?.port else { fatalError("the server has an address") }

let load = try Sandbox.spawn(
  ["/proc/self/exe", "load", "\(port)", "\(requests)"],
  under: [try SandboxPolicy("builtin:network-client")], input: .null, output: .inherited)
try Sandbox.confine(try SandboxPolicy(words[1]))

// The end of the child wakes the event loop, not a thread that waits.
while try load.poll() == nil { try await Task.sleep(for: .milliseconds(5)) }
guard try load.wait() == .exit(0) else { fatalError("not all requests were served") }

let threads = try await Attempt.onAllThreads(of: group)
print("served \(requests) requests; \(threads) threads cannot open a file")
try await server.close().get()
try await group.shutdownGracefully()
