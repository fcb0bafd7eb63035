import Dispatch
import Glibc
import Sekat
import Synchronization

/// What the probe goes on to do under its policy.
enum Work: String, CaseIterable {
  case nothing, pool, backlog, tasks, threads, allocation, locks, spinning, signal, sleep, timer
  case random, crash, abort, trap
  case status, own, again, children, closed, inherited, leaks, become
  case becomeNothing = "become-nothing"

  /// What happens before the process is confined, so that some threads exist by then.
  func prepare() async {
    switch self {
    case .pool:
      await withTaskGroup { group in
        for _ in 0..<8 { group.addTask { await Task.yield() } }
      }
    case .signal: Glibc.signal(SIGUSR1) { _ in signals.add(1, ordering: .relaxed) }
    case .own: Threads.withOwnFilter()
    default: break
    }
  }

  func run() async throws {
    switch self {
    case .nothing: break
    case .pool: Threads.fillPool()
    case .backlog: Threads.keepBacklog()
    case .tasks: await Tasks.run()
    case .threads: Threads.startAndJoin()
    case .allocation: Allocation.run()
    case .locks: Threads.contend()
    case .spinning: for _ in 0..<1000 { sched_yield() }
    case .signal:
      // Threads of the pool have signals blocked.
      var mask = sigset_t()
      sigemptyset(&mask)
      pthread_sigmask(SIG_SETMASK, &mask, nil)
      for _ in 0..<10 { raise(SIGUSR1) }
      precondition(signals.load(ordering: .relaxed) == 10, "no signal is lost")
    case .sleep: try await Task.sleep(for: .milliseconds(20))
    case .timer: await Tasks.waitForTimer()
    case .random: precondition(UInt64.random(in: .min ... .max) != 0)
    case .crash: fatalError("this is the end")
    case .abort: Glibc.abort()
    case .trap: precondition(CommandLine.argc < 0, "this is the end")
    case .own: break
    case .status: Threads.tellStatus()
    case .again: try Children.confineAgain()
    case .children, .closed: try Children.run(closesStandardDescriptors: self == .closed)
    case .inherited: try Children.inheritClosed()
    case .leaks: try Children.startMany()
    case .become: try Children.become()
    case .becomeNothing: try Children.becomeNothing()
    }
  }
}

/// How often the handler of `SIGUSR1` ran.
let signals = Atomic<Int>(0)

/// Work with threads.
enum Threads {
  /// Blocks so many threads of Dispatch's pool that it starts more.
  static func fillPool() {
    let group = DispatchGroup()
    for _ in 0..<40 { DispatchQueue.global().async(group: group) { usleep(2000) } }
    group.wait()
  }

  /// Gives Dispatch more work than it has threads for, until it has looked at them, which it does each second.
  static func keepBacklog() {
    let group = DispatchGroup()
    let end = DispatchTime.now() + .milliseconds(2500)
    @Sendable func work() {
      usleep(5000)
      if DispatchTime.now() < end { DispatchQueue.global().async(group: group) { work() } }
    }
    for _ in 0..<300 { DispatchQueue.global().async(group: group) { work() } }
    group.wait()
  }

  /// Threads of glibc, one after the other and at the same time, with stacks of several sizes.
  static func startAndJoin() {
    for round in 0..<4 {
      let threads = (0..<8).map { _ in
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 1 << (17 + round * 2))
        let number = pthread_create(&thread, &attributes, { _ in nil }, nil)
        precondition(number == 0, "cannot start a thread: \(number)")
        return thread
      }
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  /// Several threads want the same lock all the time.
  static func contend() {
    let lock = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for round in 1...200 {
        // Held so long that others stop to spin, and wait in the kernel.
        lock.withLock {
          $0 += 1
          if round % 100 == 0 { usleep(1000) }
        }
      }
    }
    precondition(lock.withLock { $0 } == 1600)
  }

  /// Says of each thread whether it is confined.
  static func tellStatus() {
    guard let folder = opendir("/proc/self/task") else { abort() }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let thread = Int(name), let file = fopen("/proc/self/task/\(thread)/status", "r") else {
        continue
      }
      var text = [UInt8](repeating: 0, count: 4096)
      let count = fread(&text, 1, text.count, file)
      fclose(file)
      let lines = String(decoding: text[..<count], as: UTF8.self).split(separator: "\n")
      func value(_ key: String) -> Substring {
        lines.first { $0.hasPrefix(key) }?.split(separator: "\t").last ?? "?"
      }
      say("thread seccomp \(value("Seccomp:")) no_new_privs \(value("NoNewPrivs:"))")
    }
    closedir(folder)
  }

  /// Leaves a thread behind that has a filter which the others do not have.
  static func withOwnFilter() {
    var thread = pthread_t()
    let isReady = DispatchSemaphore(value: 0)
    let context = Unmanaged.passRetained(isReady).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        nameThread("loner")
        precondition(installAllowingFilter() == 0, "a thread may have its own filter")
        if let context {
          Unmanaged<DispatchSemaphore>.fromOpaque(context).takeRetainedValue().signal()
        }
        while true { pause() }
      }, context)
    isReady.wait()
  }
}

/// Work of Swift Concurrency.
enum Tasks {
  static func run() async {
    let sum = await withTaskGroup(of: Int.self) { group in
      for number in 0..<1000 {
        group.addTask {
          await Task.yield()
          return number
        }
      }
      return await group.reduce(0, +)
    }
    precondition(sum == 499_500)
  }

  /// Waits for a timer of Dispatch.
  static func waitForTimer() async {
    let source = DispatchSource.makeTimerSource()
    await withCheckedContinuation { continuation in
      source.setEventHandler {
        source.cancel()
        continuation.resume()
      }
      source.schedule(deadline: .now() + .milliseconds(20))
      source.resume()
    }
  }
}

/// Memory: small and large blocks, by several threads, which grow, shrink and go.
enum Allocation {
  static func run() {
    // Before smaller ones have been freed, blocks of this size are mappings of their own.
    for power in 20..<24 {
      let block = malloc(1 << power)
      guard let larger = realloc(block, 3 << power) else { abort() }
      memset(larger, 1, 3 << power)
      free(larger)
    }
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      var kept: [[UInt8]] = []
      for round in 1..<400 {
        kept.append([UInt8](repeating: UInt8(worker), count: round * 701))
        if round % 3 == 0 { kept.removeFirst() }
      }
      for power in 10..<20 {
        guard let block = malloc(1 << power), let larger = realloc(block, 3 << power) else {
          abort()
        }
        memset(larger, 1, 3 << power)
        free(larger)
      }
    }
  }
}
