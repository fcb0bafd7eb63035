import Testing
import Toolbox

struct SuggestionTests {
  static let calls = [
    "read", "write", "open", "openat", "openat2", "close", "clone", "clone3", "dup", "dup2", "dup3",
    "pread64", "sched_setaffinity", "sched_getaffinity", "mmap", "munmap", "AF_UNIX", "af_unit",
    "kill-process", "kill-thread",
  ]

  @Test(arguments: [
    ("opnat", "openat"),  // missing
    ("opennat", "openat"),  // too much
    ("openet", "openat"),  // wrong; open is further
    ("opneat", "openat"),  // exchanged
    ("OPENAT", "openat"),  // letter case alone is no mistake worth counting
    ("AF_UNIT", "af_unit"), ("AF_UNIY", "AF_UNIX"),  // letter case decides between equals
    ("clsoe", "close"), ("dpu", "dup"), ("dup4", "dup"),  // the first of equals
    ("sched_setafinty", "sched_setaffinity"), ("sched_setaffinity", "sched_setaffinity"),
    ("kill_process", "kill-process"), ("mummap", "munmap"),
  ])
  func `suggests what is a few slips away`(word: String, expected: String) {
    #expect(nearest(to: word, in: Self.calls) == expected)
  }

  @Test(arguments: [
    "", "x", "xyz", "frobnicate", "openatopenat", "reboot", "sched_setmyaffinities",
    String(repeating: "openat", count: 100_000), "日本語日本語",
  ])
  func `suggests nothing for what is far from everything`(word: String) {
    #expect(nearest(to: word, in: Self.calls) == nil)
  }

  @Test func `copes with odd candidates`() {
    #expect(nearest(to: "a", in: [""]) == nil)
    #expect(nearest(to: "ab", in: [] as [String]) == nil)
    #expect(nearest(to: "ab", in: ["", "b", String(repeating: "ab", count: 1000)]) == "b")
    #expect(nearest(to: "zürich", in: ["zurich"]) == "zurich")
  }
}
