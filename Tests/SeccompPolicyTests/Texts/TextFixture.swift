import SeccompPolicy
import SourceDiagnostics

extension PolicyFixture {
  /// A policy of minijail, and who reads it.
  init(minijail text: String, by reader: MinijailReader? = nil, files: [String: String] = [:]) {
    var all = files
    all["test"] = text
    self.init(all)
    circumstances.minijailReader = reader
  }

  /// What its loader does that an author may not expect: the kind, and where it is.
  func remarks() -> [String] {
    guard let policy = resolve().policy else { return [] }
    return policy.source.syntax.flatMap { file in
      file.remarks.map { remark in
        "\((remark.source ?? file.source).position(of: remark.range.lowerBound)): \(remark.kind)"
      }
    }
  }
}
