import Dispatch
import Glibc
import Synchronization

/// Asks a server for something, many times over a few connections.
struct Load {
  let port: UInt16
  let requests: Int

  private static let connections = 8

  /// Asks; whether all requests were answered.
  func run() -> Bool {
    let answered = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: Self.connections) { index in
      let count = requests / Self.connections + (index < requests % Self.connections ? 1 : 0)
      answered.add(ask(count), ordering: .relaxed)
    }
    return answered.load(ordering: .relaxed) == requests
  }

  /// Asks over one connection; how often there was an answer.
  private func ask(_ count: Int) -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard result == 0 else { return 0 }
    let request = Array("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8)
    var answer = [UInt8](repeating: 0, count: 4096)
    for number in 0..<count {
      guard write(descriptor, request, request.count) == request.count else { return number }
      var text: [UInt8] = []
      while !text.ends(with: "\r\n\r\nhello\n".utf8) {
        let length = read(descriptor, &answer, answer.count)
        guard length > 0 else { return number }
        text += answer[..<length]
      }
    }
    return count
  }
}

extension [UInt8] {
  fileprivate func ends(with other: some Collection<UInt8>) -> Bool {
    suffix(other.count).elementsEqual(other)
  }
}
