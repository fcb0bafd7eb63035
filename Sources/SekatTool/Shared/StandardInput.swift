import ArgumentParser

/// Standard input, as an input that is named `-`.
enum StandardInput {
  /// Complains where it is named for more than one thing: it can be read only once.
  static func check(_ names: [String]) throws(ValidationError) {
    if names.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input ('-') can be read only once")
    }
  }
}
